"""A desk with apps on it: what every action does, and what is seen of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import to_json

from tasksynth import Action, Tool, ToolSpec, Turn
from tasksynth_apps.apps.arguments import checked
from tasksynth_apps.apps.calls import APIS, ApiSpec
from tasksynth_apps.apps.dialect import Vendors
from tasksynth_apps.apps.effects import EFFECTS, ApiError
from tasksynth_apps.apps.hurdles import SECONDS_A_CALL, Gate, Hurdles
from tasksynth_apps.apps.reads import PAGING, detail, listed, start_of
from tasksynth_apps.apps.tables import Row, Tables
from tasksynth_apps.apps.tools import (
    AskUser,
    CallApi,
    DescribeApi,
    Finish,
    ListApis,
    LogIn,
    ReportToUser,
    Wait,
)
from tasksynth_apps.apps.user import TOPICS, Topic, User, topics_in
from tasksynth_schemas import Model


class Office(Model):
    """Everything that is there before anybody acts."""

    owner: str
    """The address of the person whose apps these are."""
    today: str
    dialect: Vendors
    hurdles: Hurdles
    page: int
    """Rows of a page."""
    hidden: bool
    """Whether calls have to be looked up, and are made by `call_api`."""
    user: User | None
    tables: dict[str, tuple[Row, ...]]


_UNREAD = Turn("")


@dataclass
class Workplace:
    """An office in which somebody acts."""

    office: Office
    tables: Tables
    gate: Gate
    told: int = 1
    """Wishes that the user has come up with."""
    answer: str | float | None = None
    finished: bool = False
    calls: Mapping[str, str] = field(default_factory=dict)
    """Our names of calls by those that the apps use."""
    unseen: bool = False
    """Whether nobody reads what the apps answer: then what only looks is let through, or held up,
    and shows nothing."""

    @classmethod
    def at(cls, office: Office, *, unseen: bool = False) -> "Workplace":
        """The desk of an office, as it is in the morning."""
        calls = {said: name for name, said in office.dialect.calls.items()}
        gate = Gate(office.hurdles)
        return cls(office, Tables.of(office.tables), gate, calls=calls, unseen=unseen)

    def act(self, action: Action | Tool) -> Turn:
        """Do what an action says; an app's refusal is a turn too."""
        self.gate.clock_s += SECONDS_A_CALL
        try:
            match action:
                case Finish(answer=answer):
                    self.answer, self.finished = answer, True
                    return Turn("The task is closed.", over=True)
                case Action(tool=None, text=text):
                    return Turn(self._heard(text))
                case Action(tool=str(name), arguments=dict(arguments)):
                    return self._answer(self.calls[name], arguments)
                case CallApi(name=name, arguments=arguments):
                    return self._answer(self._known(name), arguments)
                case ListApis() | DescribeApi() if self.unseen:
                    return Turn("")
                case Tool():
                    return Turn(self._helped(action))
        except ApiError as e:
            return Turn(_written({"error": {"status": e.status, "message": e.message}}))
        return Turn("Error: call a tool")

    def _answer(self, name: str, arguments: dict[str, Any]) -> Turn:
        done = self.call(name, arguments)
        return _UNREAD if self.unseen else Turn(_written(done))

    def call(self, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """What one of our calls answers.

        Raises:
            ApiError: if it refuses.
        """
        api, office, given = APIS[name], self.office, dict(arguments)
        word = office.dialect.word
        token = given.pop(word("token"), None) if api.app in office.hurdles.passwords else None
        self.gate.pass_through(api.app, token)
        if self.unseen and name not in EFFECTS:
            return {}
        params = {word(param.name): param for param in api.params}
        if api.fields:
            onward = given.pop(office.dialect.paging, None)
            start = start_of(office.dialect.paging, onward, office.page)
            args = checked(params, given)
            return listed(api, self.tables, args, start, office.page, office.dialect)
        args = checked(params, given)
        if (effect := EFFECTS.get(name)) is not None:
            done = effect(self.tables, args, office.today, office.owner)
            return {word(key): value for key, value in done.items()}
        return detail(api, self.tables, args, office.dialect)

    def _known(self, name: str) -> str:
        if (own := self.calls.get(name)) is None:
            raise ApiError(404, f"no call {name[:64]!r}; `list_apis` lists those of an app")
        return own

    def _app(self, said: str) -> str:
        brands = self.office.dialect.brands
        for app, brand in brands.items():
            if said.strip().casefold() == brand:
                return app
        raise ApiError(404, f"no app {said[:40]!r}; there are: {', '.join(brands.values())}")

    def _helped(self, action: Tool) -> str:
        """What the tools say that are the same everywhere."""
        match action:
            case LogIn(app=app, password=password):
                word = self.office.dialect.word("token")
                return _written({word: self.gate.log_in(self._app(app), password)})
            case Wait(seconds=seconds):
                self.gate.clock_s += seconds
                return f"{seconds} seconds went by."
            case ListApis(app=app):
                own = self._app(app)
                said = self.office.dialect.calls
                calls = {said[n]: api.about for n, api in APIS.items() if api.app == own}
                return _written({"apis": [{"name": n, "about": a} for n, a in calls.items()]})
            case DescribeApi(name=name):
                api = APIS[self._known(name)]
                schema = parameters(api, self.office)
                return _written({"name": name, "about": api.about, "arguments": schema})
            case AskUser(about=topic):
                return self._asked([topic])
            case ReportToUser():
                return self._reported()
        return "Error: call a tool"

    def _heard(self, text: str) -> str:
        """What comes of plain words."""
        if self.office.user is None:
            return "Nobody reads this. Call a tool; `finish` gives your answer and ends the task."
        if topics := topics_in(text):
            return self._asked(topics)
        return (
            "The user: I did not get that. Ask me who, how much, when, which or where; "
            "tell me with `report_to_user` what you have done."
        )

    def _asked(self, topics: list[Topic]) -> str:
        if (user := self.office.user) is None:
            return "There is nobody to ask."
        said = [user.asked(self.told, topic) for topic in TOPICS if topic in topics]
        return "The user: " + " ".join(dict.fromkeys(said))

    def _reported(self) -> str:
        if (user := self.office.user) is None:
            return "There is nobody to tell."
        if (wish := user.next_wish(self.told)) is None:
            return "The user: Thank you, that was all."
        self.told += 1
        return f"The user: Thank you. One more thing. {wish}"


def parameters(api: ApiSpec, office: Office) -> dict[str, Any]:
    """The JSON Schema of a call's arguments, in the words of its app."""
    word = office.dialect.word
    properties = {word(param.name): param.schema for param in api.params}
    required = [word(param.name) for param in api.params if param.required]
    if api.fields:
        properties |= {office.dialect.paging: _PAGE_SCHEMA[office.dialect.paging]}
    if api.app in office.hurdles.passwords:
        token = {"type": "string", "maxLength": 100, "description": "What `log_in` returned."}
        properties[word("token")] = token
        required.append(word("token"))
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


_PAGE_SCHEMA = {
    "page": {"type": "integer", "minimum": 1, "maximum": 100_000, "description": PAGING["page"]},
    "offset": {
        "type": "integer", "minimum": 0, "maximum": 100_000, "description": PAGING["offset"]
    },
    "cursor": {"type": "string", "maxLength": 40, "description": PAGING["cursor"]},
}  # fmt: skip


def specs(office: Office) -> tuple[ToolSpec, ...]:
    """The tools of an office: the calls of its apps, or what finds them, and all that helps."""
    own: tuple[type[Tool], ...] = (ListApis, DescribeApi, CallApi) if office.hidden else ()
    if office.hurdles.passwords:
        own += (LogIn,)
    if office.hurdles.burst:
        own += (Wait,)
    if office.user is not None:
        own += (AskUser, ReportToUser)
    calls = () if office.hidden else tuple(office.dialect.calls.items())
    return (
        *(
            ToolSpec.trusted(
                name=said,
                description=APIS[name].about,
                parameters=parameters(APIS[name], office),
            )
            for name, said in calls
        ),
        *(tool.spec() for tool in own),
        Finish.spec(),
    )


def _written(value: Any) -> str:
    return to_json(value).decode()
