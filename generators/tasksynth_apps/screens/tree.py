"""Screens as accessibility trees, for models that read text."""

from tasksynth_apps.screens.screen import Screen


def told(screen: Screen) -> str:
    """One line for each element: its role, its name, what it holds, its states, where it is."""
    lines = []
    for one in screen.elements:
        mark = one.mark
        words = [mark.role, f'"{mark.name}"']
        if mark.value:
            words.append(f'= "{mark.value}"')
        if mark.states:
            words.append(f"({', '.join(mark.states)})")
        left, top, right, bottom = one.box
        words.append(f"[{left},{top} {right},{bottom}]")
        lines.append(" ".join(words))
    return "\n".join(lines)
