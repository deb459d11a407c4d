"""The `parameters` cell of a notebook: names, types, defaults and help, read from the source without running it.

papermill finds parameters with a regular expression that overlooks `str | None`, and takes values for YAML (`NO`
becomes text, `1e3` a float). Here the cell is parsed as Python, and a value is what the cell declares or it is refused.
A `date` is an EDTF string, exactly as precise as it was written: `2022-01` stays a month.
"""

from __future__ import annotations

import ast
import datetime
import io
import json
import math
import tokenize
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bilateral.edtf import days
from bilateral.errors import ParametersCell, ParameterType

Value = str | int | float | bool | list[Any] | None

TRUE, FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
_TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool, "list": list, "date": str}


@dataclass(frozen=True)
class Parameter:
    """One parameter: its `kind` (str, int, float, bool, date or list), the kind of a list's items, whether it may be None."""

    name: str
    kind: str
    default: Value
    help: str = ""
    optional: bool = False
    item: str = "str"

    @property
    def type(self) -> str:
        """The type as a person writes it."""
        kind = f"list[{self.item}]" if self.kind == "list" else self.kind
        return f"{kind} | None" if self.optional else kind

    def convert(self, text: str) -> Value:
        """The value that `text`, as typed on the command line, stands for. Raises `ParameterType`.

        >>> Parameter("years", "list", [], item="int").convert("2022, 2023")
        [2022, 2023]
        """
        if self.optional and text.strip().lower() == "none":
            return None
        try:
            if self.kind != "list":
                return _scalar(self.kind, text)
            items = json.loads(text) if text.lstrip().startswith("[") else text.split(",") if text.strip() else []
            return [_scalar(self.item, str(item).strip()) for item in items]
        except ValueError:
            raise self._wrong(text) from None

    def accept(self, value: object) -> Value:
        """The value that a TOML value stands for: text as on the command line, all else of the declared type.

        Raises `ParameterType`.

        >>> Parameter("start", "date", None).accept(datetime.date(2022, 1, 31))
        '2022-01-31'
        >>> Parameter("start", "date", None).accept(2022)
        '2022'
        """
        if isinstance(value, datetime.date):
            value = value.isoformat()
        if self.kind == "date" and type(value) is int:
            value = str(value)
        if isinstance(value, str):
            return self.convert(value)
        if self.kind == "list" and isinstance(value, list):
            item = Parameter(self.name, self.item, None)
            return [item.accept(one) for one in value]
        if self.kind == "float" and type(value) is int:
            return float(value)
        if type(value) is _TYPES[self.kind] and value not in (math.inf, -math.inf) and value == value:
            return value  # type: ignore[return-value]  # of one of the types
        raise self._wrong(value)

    def _wrong(self, value: object) -> ParameterType:
        return ParameterType(f"Parameter {self.name} is of type {self.type}, and {value!r} is not; {_EXAMPLES[self.kind]}")


_EXAMPLES = {
    "str": "write any text.",
    "int": "write a whole number such as 12.",
    "float": "write a number such as 0.5 or 1e3.",
    "bool": "write true or false.",
    "list": "write the items with commas between them.",
    "date": "write a year, a month or a day such as 2022, 2022-01 or 2022-01-31.",
}


def read(notebook: Path) -> tuple[Parameter, ...]:
    """The parameters of a notebook, in the order of its cell. Raises `ParametersCell` with the place of the fault."""
    source = _cell(notebook)
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise ParametersCell(f"The parameters cell of {notebook.name} is no Python: {error.msg}, line {error.lineno}.") from None
    comments = _comments(source)
    return tuple(_parameter(node, comments, notebook.name) for node in tree.body)


def _cell(notebook: Path) -> str:
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        tagged = [cell for cell in cells if "parameters" in cell.get("metadata", {}).get("tags", ())]
        sources = ["".join(cell["source"]) for cell in tagged]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ParametersCell(f"{notebook.name} is no Jupyter notebook of format 4 ({error}).") from None
    if len(sources) != 1:
        raise ParametersCell(
            f"{notebook.name} has {len(sources) or 'no'} cells tagged 'parameters' where exactly one is expected; "
            "tag the cell with the defaults, and no other."
        )
    return sources[0]


def _comments(source: str) -> dict[int, str]:
    """Line number → comment, without its mark."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {t.start[0]: t.string.lstrip("# ").rstrip() for t in tokens if t.type == tokenize.COMMENT}


def _parameter(node: ast.stmt, comments: dict[int, str], notebook: str) -> Parameter:
    target, annotation, value = _assignment(node, notebook)
    wrong = f"Line {node.lineno} of the parameters cell of {notebook}"
    try:
        default: Value = ast.literal_eval(value)
    except ValueError:
        raise ParametersCell(f"{wrong} gives {target} the value {ast.unparse(value)}, which is no plain literal.") from None
    try:
        kind, item, optional = _type(annotation) if annotation else (type(default).__name__, "str", False)
        if kind not in _TYPES:
            raise ValueError
    except ValueError:
        types = ", ".join(_TYPES)
        raise ParametersCell(
            f"{wrong} declares {target} as no type of {types} (with '| None' where it may be missing)."
        ) from None
    if kind == "float" and type(default) is int:
        default = float(default)
    if not (optional if default is None else type(default) is _TYPES[kind]):
        raise ParametersCell(f"{wrong} declares {target} as {kind} but gives it {default!r}.")
    if kind == "date" and default is not None:
        _checked_date(default, f"{wrong} declares {target} as date but gives it {default!r}.")
    text = comments.get(node.end_lineno or node.lineno) or comments.get(node.lineno - 1, "")
    return Parameter(target, kind, default, text, optional, item)


def _assignment(node: ast.stmt, notebook: str) -> tuple[str, ast.expr | None, ast.expr]:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
        return node.target.id, node.annotation, node.value
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id, None, node.value
    raise ParametersCell(
        f"Line {node.lineno} of the parameters cell of {notebook} is {ast.unparse(node)!r}; "
        "expected are only lines like: name: type = literal  # what it means"
    )


def _type(annotation: ast.expr) -> tuple[str, str, bool]:
    """Kind, kind of the items, and whether None is allowed; raises ValueError for any other annotation."""
    match annotation:
        case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Constant(value=None)):
            return (*_type(left)[:2], True)
        case ast.Name(id=kind) | ast.Attribute(value=ast.Name(id="datetime"), attr=kind):
            return kind, "str", False
        case ast.Constant(value=str(quoted)):  # "date | None": a name that the cell itself need not import
            return _type(_expression(quoted))
        case ast.Subscript(value=ast.Name(id="list"), slice=ast.Name(id="str" | "int" | "float" | "bool" | "date" as item)):
            return "list", item, False
    raise ValueError


def _expression(text: str) -> ast.expr:
    """Raises ValueError where the text is no Python."""
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError:
        raise ValueError from None


def _checked_date(value: Value, otherwise: str) -> None:
    try:
        days(str(value))
    except ValueError:
        raise ParametersCell(otherwise) from None


def _scalar(kind: str, text: str) -> Value:
    if kind == "bool":
        if text.strip().lower() not in TRUE + FALSE:
            raise ValueError
        return text.strip().lower() in TRUE
    if kind == "int":
        return int(text)
    if kind == "float":
        number = float(text)
        if not math.isfinite(number):
            raise ValueError
        return number
    if kind == "date":
        days(text.strip())
        return text.strip()
    return text
