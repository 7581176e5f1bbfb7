"""How a group knows its members: by the name that each chose for it, else by their usual one."""

from sqlalchemy import func

from bot.storage.tables import learners, members

shown_name = func.coalesce(func.nullif(members.c.name, ""), learners.c.name).label("shown")
NAMES = (members.c.name, learners.c.name)  # what it is made of, for GROUP BY
