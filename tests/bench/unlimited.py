"""Our command line with a send budget that is counted as ever and never short. Used by `free`."""

from bot.__main__ import main
from bot.core.pacing import BUDGETS
from tests.bench.taker import ENDLESS

if __name__ == "__main__":
    BUDGETS.update(dict.fromkeys(BUDGETS, ENDLESS))
    main()
