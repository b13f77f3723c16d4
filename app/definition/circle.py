"""What depends on itself: the circles of a graph."""

from collections.abc import Collection, Iterator, Mapping


def find_circular(graph: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Give every name that leads back to itself, in the order of the graph.

    `graph` maps a name to those it depends on; names without an entry depend on nothing. Takes time
    in proportion to the graph (Tarjan's strongly connected components, without recursion).
    """
    component = _components(graph)
    size: dict[int, int] = {}
    for number in component.values():
        size[number] = size.get(number, 0) + 1
    for name, below in graph.items():
        if size[component[name]] > 1 or name in below:
            yield name


def _components(graph: Mapping[str, Collection[str]]) -> dict[str, int]:
    """Number the strongly connected components; names of the same one have the same number."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    component: dict[str, int] = {}
    waiting: list[str] = []
    for start in graph:
        if start in order:
            continue
        todo = [(start, iter(graph[start]))]
        order[start] = low[start] = len(order)
        waiting.append(start)
        while todo:
            name, below = todo[-1]
            child = next(below, None)
            if child is None:
                todo.pop()
                _close(name, todo[-1][0] if todo else None, (order, low, component, waiting))
            elif child not in order:
                order[child] = low[child] = len(order)
                waiting.append(child)
                todo.append((child, iter(graph.get(child, ()))))
            elif child not in component:
                low[name] = min(low[name], order[child])
    return component


def _close(
    name: str,
    parent: str | None,
    state: tuple[dict[str, int], dict[str, int], dict[str, int], list[str]],
) -> None:
    """Leave a name: hand its lowest reach on, or close the component that it began."""
    order, low, component, waiting = state
    if parent is not None:
        low[parent] = min(low[parent], low[name])
    if low[name] == order[name]:
        while name not in component:
            component[waiting.pop()] = order[name]
