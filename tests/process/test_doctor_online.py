"""x"""

import pytest

from tests.process.learners import on_discord
from tests.process.scene import Scene
from tests.process.test_command_line import said

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_first(scene: Scene) -> None:
    """x"""
    print(await said(scene, "doctor", "--online"))
    (ana,) = await on_discord(scene)
    bot = await scene.start()
    code, out = await said(scene, "doctor", "--online")
    print(code)
    print(out)
    code, out = await said(
        scene, "doctor", "--online", TELEGRAM_TOKEN="123456:ABCDEFGHIJKLMNOPQRSTUVWXYZ", DISCORD_TOKEN="a.b.c"
    )
    print(code)
    print(out)
    code, out = await said(
        scene, "doctor", "--online", TELEGRAM_API_URL="http://127.0.0.1:9", DISCORD_API_URL="http://127.0.0.1:9/api/v10"
    )
    print(code)
    print(out)
    assert 0
