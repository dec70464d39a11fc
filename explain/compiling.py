"""How the templates of this package are compiled and called: jinja2 without what only templates of a stranger need.

A document is made of thousands of calls of macros and reads of attributes. What jinja2 does around each, so that a template may name what
is not there, hand over a context or print what is not escaped, takes several times as long as the words themselves. The templates of this
package need none of it; in the sandbox of a site everything stays as it is.
"""

from __future__ import annotations

from keyword import iskeyword
from typing import Any

from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr, Getattr, Name
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup

OF_THE_CALL = frozenset({"_loop_vars", "_block_vars"})
"""What jinja2 hands over with a call inside a loop or a block, for functions that read the context; no macro does."""


class _Generator(CodeGenerator):
    """Reads attributes as Python does, and does not escape again what `finalize` has escaped.

    An attribute that is not there is an `AttributeError`, where jinja2 would make it undefined; a key of a mapping is read by `x["key"]`.
    """

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:  # noqa: N802 (the name is jinja2's)
        # `self.block` is no attribute but an item.
        if iskeyword(node.attr) or (isinstance(node.node, Name) and node.node.name == "self"):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if _escaped(frame, finalize):
            self.write(str(finalize.src))
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if _escaped(frame, finalize):
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)


def _escaped(frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> bool:
    return finalize.src is not None and bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile


class _Context(Context):
    """Calls macros without detours."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """As jinja2 calls; see `call`."""
        if type(called) is Macro and kwargs.keys() <= OF_THE_CALL:
            return call(called, *args)
        return super().call(called, *args, **kwargs)


def call(macro: Macro, *values: Any) -> Markup:
    """What a macro makes of some values: markup, as everything that it prints is escaped."""
    lacking = macro._argument_count - len(values)
    if lacking < 0 or macro.caller or macro.catch_kwargs or macro.catch_varargs:
        return Markup(macro(*values))  # noqa: S704 (what a macro prints is escaped)
    made = macro._func(*values, *[missing] * lacking) if lacking else macro._func(*values)
    return Markup(made)  # noqa: S704 (as above)


class PlainEnvironment(Environment):
    """An environment for the templates of this package; its `finalize` must give markup, and `autoescape` must be on."""

    code_generator_class = _Generator
    context_class = _Context
