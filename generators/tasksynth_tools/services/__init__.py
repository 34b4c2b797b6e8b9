"""The services: what there is in each of them, and how people speak of it."""

from tasksynth_tools.apis.grammar import Trade
from tasksynth_tools.services.health import HEALTH
from tasksynth_tools.services.home import HOME
from tasksynth_tools.services.leisure import LEISURE
from tasksynth_tools.services.money import MONEY
from tasksynth_tools.services.travel import TRAVEL
from tasksynth_tools.services.work import WORK

TRADES: dict[str, Trade] = {
    trade.name: trade for trade in (*TRAVEL, *LEISURE, *HEALTH, *HOME, *MONEY, *WORK)
}
