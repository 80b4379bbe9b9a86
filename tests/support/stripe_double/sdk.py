"""What Stripe's own Python library says an object or a request looks like, read from its annotations.

The double holds itself to it both ways: `check` refuses to send an object that the library's typed classes would not describe
(a required field missing, a field unknown, a value of another type, a word outside an enumeration), and `parse` refuses a request
with a parameter that the library's `…Params` dictionaries do not know, in the words that Stripe itself uses.

The library writes `Optional` for "may be null" and for "may be absent" alike, so which nullable fields are present is decided in
objects.py, and whether they are is not checked here.
"""

import ast
import builtins
import inspect
import sys
import typing
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any, Literal, NotRequired, Required, TypeVar, Union, get_args, get_origin

import stripe
import stripe.params
from stripe._list_object import ListObject
from stripe._object_classes import get_object_class
from stripe._request_options import RequestOptions
from stripe._stripe_object import StripeObject, UntypedStripeObject
from typing_extensions import is_typeddict

API_VERSION = stripe.api_version  # the one that this library speaks, and so the double


class Refused(Exception):
    """Stripe's answer to a request that it will not carry out."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        **more: Any,
    ):
        super().__init__(message)
        self.status = status
        error = {"type": kind, "message": message, "code": code, "param": param, **more}
        self.body = {"error": {name: value for name, value in error.items() if value is not None}}


# -- annotations


@cache
def _names(module: str) -> dict[str, Any]:
    """What an annotation in this module may name: the library imports most of it for type checkers only."""
    source = sys.modules[module]
    names = {**vars(typing), **vars(source)}
    for node in ast.parse(inspect.getsource(source)).body:
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            for statement in node.body:
                exec(compile(ast.Module([statement], []), module, "exec"), names)
    return names


@cache
def fields(kind: type) -> dict[str, Any]:
    """Name → annotation of a typed object of the library or of a dictionary of parameters."""
    names = {**_names(RequestOptions.__module__), **_names(kind.__module__)}  # many parameters inherit the options
    hints = typing.get_type_hints(kind, names, include_extras=True)
    return {name: hint for name, hint in hints.items() if not name.startswith("_") and name != "OBJECT_NAME"}


def _words(options: tuple) -> set | None:
    """The words of an enumeration; the library adds `str` to each for those of the future."""
    words = {word for option in options if get_origin(option) is Literal for word in get_args(option)}
    rest = [option for option in options if get_origin(option) is not Literal and option is not type(None)]
    return words if words - {""} and rest in ([], [str]) else None


# -- objects


def mistakes(value: Any, kind: Any, at: str = "") -> Iterator[str]:
    """Sentences, one for each place where the JSON value is not what the annotation says."""
    origin, args = get_origin(kind), get_args(kind)
    if kind is Any or isinstance(kind, TypeVar):
        return
    if origin is Union:
        words = _words(args)
        if words is not None and value is not None:
            if value not in words:
                yield f"{at}: {value!r} is not one of {sorted(words)}"
            return
        found = [list(mistakes(value, option, at)) for option in args]
        if all(found):
            yield from min(found, key=len)
    elif origin is Literal:
        if value not in args:
            yield f"{at}: {value!r} is not {' or '.join(map(repr, args[:5]))}"
    elif kind is type(None):
        if value is not None:
            yield f"{at}: {value!r} is not null"
    elif origin in (list, builtins.list):
        if not isinstance(value, list):
            yield f"{at}: {value!r} is not an array"
        else:
            for number, item in enumerate(value):
                yield from mistakes(item, args[0], f"{at}[{number}]")
    elif origin is UntypedStripeObject or origin is dict or kind is UntypedStripeObject:
        if not isinstance(value, dict):
            yield f"{at}: {value!r} is not a map"
        else:
            for name, item in value.items():
                yield from mistakes(item, args[-1] if args else Any, f"{at}.{name}")
    elif origin is ListObject:
        yield from _list_mistakes(value, args[0], at)
    elif inspect.isclass(kind) and issubclass(kind, StripeObject):
        yield from _object_mistakes(value, kind, at)
    elif kind is Decimal:
        if not isinstance(value, str) or not value.replace(".", "", 1).lstrip("-").isdigit():
            yield f"{at}: {value!r} is not a decimal in a string"
    elif kind is float:
        if not isinstance(value, int | float) or isinstance(value, bool):
            yield f"{at}: {value!r} is not a number"
    elif type(value) is not kind:
        yield f"{at}: {value!r} is not {kind.__name__}"


def _list_mistakes(value: Any, kind: Any, at: str) -> Iterator[str]:
    if not isinstance(value, dict) or value.get("object") != "list":
        yield f"{at}: {value!r} is not a list object"
        return
    if set(value) - {"object", "data", "has_more", "url", "total_count"}:
        yield f"{at}: a list has no {set(value)}"
    yield from mistakes(value.get("has_more"), bool, f"{at}.has_more")
    yield from mistakes(value.get("url"), str, f"{at}.url")
    yield from mistakes(value.get("data"), list[kind], f"{at}.data")


def _object_mistakes(value: Any, kind: type, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at}: {value!r} is not a {kind.__name__}"
        return
    known = fields(kind)
    if value.get("deleted") is True and "deleted" in known:
        known = {name: known[name] for name in ("id", "object", "deleted")}
    for name in known.keys() - value.keys():
        if type(None) not in get_args(known[name]):
            yield f"{at}.{name}: missing"
    for name, item in value.items():
        if name not in known:
            yield f"{at}.{name}: not a field of {kind.__name__}"
        else:
            yield from mistakes(item, known[name], f"{at}.{name}")


def check(value: dict[str, Any]) -> dict[str, Any]:
    """The object itself, if it is what the library says an object of its name is; an AssertionError that names what is wrong, if not."""
    name = value["object"]
    if name == "list":
        for item in value["data"]:
            check(item)
        found = list(_list_mistakes(value, Any, "list"))
    else:
        kind = get_object_class("V1", name)
        if kind is StripeObject:
            raise AssertionError(f"Stripe double: the library knows no object {name!r}")
        found = list(_object_mistakes(value, kind, name))
        if name == "event" and not found:
            check(value["data"]["object"])
    if found:
        raise AssertionError("Stripe double: not what Stripe's library describes:\n" + "\n".join(found))
    return value


# -- requests


def nest(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """`[("a[b][0]", "1")]` → `{"a": {"b": {"0": "1"}}}`; whether a map of numbers is an array is for the annotation to say."""
    tree: dict[str, Any] = {}
    for name, value in pairs:
        first, *rest = name.replace("]", "").split("[")
        here, path = tree, [first, *rest]
        for step in path[:-1]:
            here = here.setdefault(step, {})
            if not isinstance(here, dict):
                raise Refused(f"Invalid hash: {name}", param=name)
        last = path[-1] or str(len(here))  # a[]=1&a[]=2
        here[last] = value
    return tree


@cache
def request(name: str) -> dict[str, Any]:
    """The parameters of a request by the library's name for them, such as `checkout.SessionCreateParams`."""
    kind: Any = stripe.params
    for part in name.split("."):
        kind = getattr(kind, part)
    options = fields(RequestOptions)  # the library mixes an idempotency key, headers… into some of them
    return {field: hint for field, hint in fields(kind).items() if field not in options}


def parse(name: str, tree: dict[str, Any]) -> dict[str, Any]:
    """The parameters as the types that the library gives them, or `Refused` as Stripe would refuse them."""
    return _parse_map(tree, request(name), "")


def _at(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name


def _parse_map(tree: Any, known: dict[str, Any], path: str) -> dict[str, Any]:
    if not isinstance(tree, dict):
        raise Refused(f"Invalid object: {path} must be a hash", param=path)
    unknown = [_at(path, name) for name in tree if name not in known]
    if unknown:
        raise Refused(
            f"Received unknown parameter{'s' * (len(unknown) > 1)}: {', '.join(unknown)}", code="parameter_unknown", param=unknown[0]
        )
    for name, hint in known.items():
        if name not in tree and get_origin(hint) is not NotRequired:
            raise Refused(f"Missing required param: {_at(path, name)}.", code="parameter_missing", param=_at(path, name))
    return {name: _parse(value, known[name], _at(path, name)) for name, value in tree.items()}


def _parse(value: Any, kind: Any, path: str) -> Any:
    origin, args = get_origin(kind), get_args(kind)
    if origin in (NotRequired, Required):
        return _parse(value, args[0], path)
    options = args if origin in (Union, type(int | str)) else (kind,)
    if value == "":
        if any(get_origin(option) is Literal and "" in get_args(option) for option in options):
            return ""
        raise Refused(
            f"You passed an empty string for '{path}'. We assume empty values are an attempt to unset a parameter; however '{path}' "
            f"cannot be unset. You should remove '{path}' from your request or supply a non-empty value.",
            code="parameter_invalid_empty",
            param=path,
        )
    if isinstance(value, dict):
        return _parse_tree(value, options, path)
    words = _words(options)
    if words is not None:
        if value not in words:
            raise Refused(f"Invalid {path}: must be one of {', '.join(sorted(words - {''}))}", param=path)
        return value
    return _parse_word(value, options, path)


def _parse_tree(tree: dict[str, Any], options: tuple, path: str) -> Any:
    for option in options:
        origin, args = get_origin(option), get_args(option)
        if is_typeddict(option):
            return _parse_map(tree, fields(option), path)
        if origin is list and all(name.isdigit() for name in tree):
            return [_parse(tree[name], args[0], _at(path, name)) for name in sorted(tree, key=int)]
        if origin in (dict, UntypedStripeObject):
            return {name: value if value == "" else _parse(value, args[-1], _at(path, name)) for name, value in tree.items()}
    raise Refused(f"Invalid string: {path} must be a string", param=path)


def _parse_word(value: str, options: tuple, path: str) -> Any:
    for option in options:
        if get_origin(option) is Literal and value in get_args(option):
            return value
        if option is bool and value in ("true", "false"):
            return value == "true"
        if option is int and value.lstrip("-").isdigit():
            return int(value)
        if option in (float, Decimal) and value.replace(".", "", 1).lstrip("-").isdigit():
            return option(value)
    if str in options:
        return value
    if int in options:
        raise Refused(f"Invalid integer: {value}", code="parameter_invalid_integer", param=path)
    if bool in options:
        raise Refused(f"Invalid boolean: {value}", param=path)
    raise Refused(f"Invalid {path}", param=path)
