"""The rules for the components of a message, classic and V2, and the ids that Discord gives them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.fakes.discord.refusals import Form
from tests.fakes.discord.shapes import SELECTS, Json, Part

CLASSIC_ROWS = 5
ROW_BUTTONS = 5
V2_COMPONENTS = 40
V2_TEXT = 4000
LINK, PREMIUM = 5, 6

_V2_TOP = {Part.ROW, Part.SECTION, Part.TEXT, Part.GALLERY, Part.FILE, Part.SEPARATOR, Part.CONTAINER}
_IN_CONTAINER = _V2_TOP - {Part.CONTAINER}


def every_component(components: list[Json]) -> Iterator[Json]:
    """All components, nested ones and accessories included, in the order they are written."""
    for component in components:
        yield component
        yield from every_component(component.get("components") or [])
        for single in ("accessory", "component"):
            if component.get(single):
                yield from every_component([component[single]])


def with_ids(components: list[Json]) -> list[Json]:
    """A copy in which each component has an id, counted from 1 as Discord does."""
    taken = {each["id"] for each in every_component(components) if each.get("id")}
    free = (number for number in range(1, 10_000) if number not in taken)

    def numbered(component: Json) -> Json:
        copy = dict(component)
        if not copy.get("id"):
            copy["id"] = next(free)
        if "components" in copy:
            copy["components"] = [numbered(each) for each in copy["components"]]
        for single in ("accessory", "component"):
            if copy.get(single):
                copy[single] = numbered(copy[single])
        return copy

    return [numbered(each) for each in components]


def texts_of(components: list[Json]) -> Iterator[str]:
    """The words in text displays."""
    return (each.get("content", "") for each in every_component(components) if each.get("type") == Part.TEXT)


def check_components(components: list[Json], form: Form, *, v2: bool) -> None:
    """Note in the form whatever Discord would refuse about a message's components."""
    check = _Check(form)
    if not v2 and len(components) > CLASSIC_ROWS:
        form.add("components", "BASE_TYPE_MAX_LENGTH", f"Must be {CLASSIC_ROWS} or fewer in length.")
    check.children("components", components, _V2_TOP if v2 else {Part.ROW})
    if v2:
        count = sum(1 for _ in every_component(components))
        if count > V2_COMPONENTS:
            form.add("components", "COMPONENTS_LIMIT", f"{count} components: at most {V2_COMPONENTS} in all")
        if sum(map(len, texts_of(components))) > V2_TEXT:
            form.add("components", "COMPONENT_TEXT_LIMIT", f"Text must be {V2_TEXT} or fewer in all")
        if not components:
            form.add("components", "BASE_TYPE_REQUIRED", "This field is required")


@dataclass(slots=True)
class _Check:
    """One walk over a message's components."""

    form: Form
    custom_ids: set[str] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)

    def children(self, path: str, components: list[Json], allowed: set[Part]) -> None:
        for index, component in enumerate(components):
            self.one(f"{path}.{index}", component, allowed)

    def one(self, path: str, it: Json, allowed: set[Part]) -> None:
        kind = it.get("type")
        if kind not in allowed:
            choices = ", ".join(str(int(each)) for each in sorted(allowed))
            self.form.add(f"{path}.type", "UNION_TYPE_CHOICES", f"Value must be one of ({choices}).")
            return
        if number := it.get("id"):
            if number in self.numbers:
                self.form.add(f"{path}.id", "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
            self.numbers.add(number)
        match kind:
            case Part.ROW:
                self.row(path, it.get("components") or [])
            case Part.SECTION:
                self.section(path, it)
            case Part.TEXT:
                self.form.length(f"{path}.content", it.get("content"), V2_TEXT, least=1)
            case Part.GALLERY:
                if not 1 <= len(it.get("items") or []) <= 10:
                    self.form.add(f"{path}.items", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length.")
            case Part.CONTAINER:
                children = it.get("components") or []
                if not children:
                    self.form.add(f"{path}.components", "BASE_TYPE_REQUIRED", "This field is required")
                self.children(f"{path}.components", children, _IN_CONTAINER)
            case Part.BUTTON:
                check_button(path, it, self.form)
                self.custom_id(path, it)
            case kind if kind in SELECTS:
                check_select(path, it, self.form)
                self.custom_id(path, it)

    def row(self, path: str, children: list[Json]) -> None:
        selects = [each for each in children if each.get("type") in SELECTS]
        if not children or len(children) > ROW_BUTTONS or (selects and len(children) > 1):
            text = f"A row holds 1 to {ROW_BUTTONS} buttons or one select."
            self.form.add(f"{path}.components", "BASE_TYPE_BAD_LENGTH", text)
        self.children(f"{path}.components", children, {Part.BUTTON, *(Part(each) for each in SELECTS)})

    def section(self, path: str, it: Json) -> None:
        children = it.get("components") or []
        if not 1 <= len(children) <= 3:
            self.form.add(f"{path}.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 3 in length.")
        self.children(f"{path}.components", children, {Part.TEXT})
        if not it.get("accessory"):
            self.form.add(f"{path}.accessory", "BASE_TYPE_REQUIRED", "This field is required")
        else:
            self.one(f"{path}.accessory", it["accessory"], {Part.BUTTON, Part.THUMBNAIL})

    def custom_id(self, path: str, it: Json) -> None:
        custom_id = it.get("custom_id")
        if custom_id is None:
            return
        if custom_id in self.custom_ids:
            text = "Component custom id cannot be duplicated"
            self.form.add(f"{path}.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", text)
        self.custom_ids.add(custom_id)


def check_button(path: str, it: Json, form: Form) -> None:
    """A button: a label or an emoji, and a custom_id or, for a link, an address."""
    form.length(f"{path}.label", it.get("label"), 80)
    if it.get("style") == PREMIUM:
        return
    if not it.get("label") and not it.get("emoji"):
        form.add(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI", "A button needs a label or an emoji")
    if it.get("style") == LINK:
        form.length(f"{path}.url", it.get("url"), 512, least=1)
        if it.get("custom_id"):
            form.add(f"{path}.custom_id", "BUTTON_COMPONENT_CUSTOM_ID", "A link has no custom id")
        return
    form.length(f"{path}.custom_id", it.get("custom_id"), 100, least=1)
    if it.get("url"):
        form.add(f"{path}.url", "BUTTON_COMPONENT_URL", "Only a link has an address")


def check_select(path: str, it: Json, form: Form) -> None:
    """A select of any kind; the options of a string select."""
    form.length(f"{path}.custom_id", it.get("custom_id"), 100, least=1)
    form.length(f"{path}.placeholder", it.get("placeholder"), 150)
    options = it.get("options") or []
    least, most = it.get("min_values", 1), it.get("max_values", 1)
    if not 0 <= least <= 25 or not 1 <= most <= 25 or least > most:
        form.add(f"{path}.max_values", "BASE_TYPE_BAD_RANGE", "min_values and max_values don't fit")
    if it.get("type") != Part.STRING_SELECT:
        return
    if not 1 <= len(options) <= 25:
        form.add(f"{path}.options", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
    elif most > len(options):
        form.add(f"{path}.max_values", "SELECT_COMPONENT_MAX_VALUES", "More values than options")
    check_options(f"{path}.options", options, form, most=most)


def check_options(path: str, options: list[Json], form: Form, *, most: int) -> None:
    """Labels, values (each once), descriptions and no more defaults than may be chosen."""
    for index, option in enumerate(options):
        form.length(f"{path}.{index}.label", option.get("label"), 100, least=1)
        form.length(f"{path}.{index}.value", option.get("value"), 100, least=1)
        form.length(f"{path}.{index}.description", option.get("description"), 100)
    if len({option.get("value") for option in options}) < len(options):
        form.add(path, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
    if sum(bool(option.get("default")) for option in options) > most:
        form.add(path, "SELECT_COMPONENT_TOO_MANY_DEFAULTS", "More defaults than may be chosen")
