"""Every request to Stripe, held against the types that Stripe itself generates for it: no name or type of our own.

What a method of the library takes is read off its annotation, so nothing has to be listed here.
"""

import inspect
import re
import sys
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any

import stripe
from pydantic import ConfigDict, TypeAdapter
from stripe import _request_options, _stripe_context
from stripe._stripe_service import StripeService

checked: list[str] = []
"""The types that requests were held against so far, by name."""

sent: list[str] = []
"""What was in those requests."""

_send = StripeService._request


def install() -> None:
    """Check every request from now on, before it is sent."""
    StripeService._request = _checking  # type: ignore[method-assign,assignment]


def remove() -> None:
    """Check no longer."""
    StripeService._request = _send  # type: ignore[method-assign]


def _checking(self: StripeService, method: str, url: str, *args: Any, **named: Any) -> Any:
    caller = sys._getframe(1).f_code.co_name
    kinds = inspect.signature(getattr(type(self), caller)).parameters
    params = args[0] if args else named.get("params")
    for name, given in (("params", params), ("options", named.get("options"))):
        if given is not None:
            _validate(_type_name(str(kinds[name].annotation)), given)
    return _send(self, method, url, *args, **named)


def _type_name(annotation: str) -> str:
    return next(word for word in re.findall(r"\w+", annotation) if word.endswith(("Params", "Options")))


def _validate(type_name: str, given: Mapping[str, Any]) -> None:
    adapter(type_name).validate_python(dict(given), strict=True)
    checked.append(type_name)
    sent.append(repr(dict(given)))


@cache
def adapter(type_name: str) -> TypeAdapter[Any]:
    """Make a validator of one of Stripe's types that takes no key it does not name."""
    if type_name == "RequestOptions":
        kind, module = _request_options.RequestOptions, _request_options
    else:
        kind = getattr(stripe.params, type_name)
        module = sys.modules[kind.__module__]
    for found in vars(module).values():
        if isinstance(found, type) and hasattr(found, "__total__"):
            found.__pydantic_config__ = ConfigDict(extra="forbid", arbitrary_types_allowed=True)
    made: TypeAdapter[Any] = TypeAdapter(kind)
    names = {
        **vars(_request_options), **vars(typing), **vars(module), "StripeContext": _stripe_context.StripeContext,
        "Mapping": Mapping, "Any": Any,
    }  # fmt: skip
    made.rebuild(force=True, raise_errors=True, _types_namespace=names)
    return made
