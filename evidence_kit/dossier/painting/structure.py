# SPDX-License-Identifier: GPL-3.0-or-later
"""The structure tree of a tagged PDF, written as soon as a branch is complete (14.7, 14.8).

What stands on a page is tied to a node by a number; screen readers, searches and PDF/UA read the
tree instead of the page.
"""

from dataclasses import dataclass, field

from evidence_kit.dossier.layout.display import Node
from evidence_kit.dossier.pdf.objects import Array, Dict, Name, Ref, Text
from evidence_kit.dossier.pdf.writer import PdfWriter

_NUMS_PER_NODE = 500


@dataclass(slots=True)
class _Branch:
    """A node on its way into the file."""

    ref: Ref
    content: list[tuple[Ref, int]] = field(default_factory=list)
    """Page and number of each piece of content, or an object when the number is negative."""
    box: tuple[float, float, float, float] | None = None
    written: bool = False
    kids: list[int] = field(default_factory=list)
    """Numbers of children that are in the file already."""
    parent: Ref | None = None
    """Of a link: its parent may be written long before it."""


@dataclass(slots=True)
class PageTags:
    """The numbers given out on one page."""

    page: Ref
    key: int
    owners: list[Ref] = field(default_factory=list)


class StructureWriter:
    """Gives out numbers and writes nodes."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._tree = writer.allocate()
        self._branches: dict[Node, _Branch] = {}
        self._parents: list[tuple[int, Ref]] = []
        self._next_key = 0

    def page(self, page: Ref) -> PageTags:
        """Begin a page."""
        return PageTags(page, self._key())

    def end_page(self, tags: PageTags) -> None:
        """Write which node owns which number of a page."""
        self._parents.append((tags.key, self._writer.add(Array(tags.owners))))

    def number(self, tags: PageTags, node: Node) -> int:
        """Tie the next piece of content on a page to a node; return its number."""
        branch = self._branch(node)
        number = len(tags.owners)
        tags.owners.append(branch.ref)
        branch.content.append((tags.page, number))
        return number

    def link(self, tags: PageTags, parent: Node) -> tuple[Node, int, int]:
        """Begin a link: its node, the number of its text and the key of its annotation.

        The node stays open until the place of the annotation is known.
        """
        node = Node("Link", None)
        node.parent = parent
        branch, above = self._branch(node), self._branch(parent)
        branch.parent = above.ref
        above.content.append((branch.ref, -1))
        return node, self.number(tags, node), self._key()

    def end_link(self, node: Node, annotation: Ref, page: Ref, key: int) -> None:
        """Write a link with its annotation."""
        branch = self._branches.pop(node)
        kids = self._content(branch)
        kids.append(Dict(Type=Name("OBJR"), Obj=annotation, Pg=page))
        self._writer.put(branch.ref, self._entries(node, branch, kids))
        self._parents.append((key, branch.ref))

    def box(self, node: Node, box: tuple[float, float, float, float]) -> None:
        """Say where a figure stands."""
        self._branch(node).box = box

    def close(self, node: Node) -> None:
        """Write a node and all under it."""
        ref = self._write(node)
        parent = node.parent
        # Rows of a long table leave memory here; one out of turn waits for its parent.
        if parent is not None and parent.children and parent.children[0] is node:
            parent.children.pop(0)
            self._branch(parent).kids.append(ref.number)
            del self._branches[node]

    def _write(self, node: Node) -> Ref:
        branch = self._branch(node)
        if branch.written:
            return branch.ref
        kids = self._content(branch)
        kids.extend(Ref(number) for number in branch.kids)
        for child in node.children:
            kids.append(self._write(child))
            del self._branches[child]
        self._writer.put(branch.ref, self._entries(node, branch, kids))
        node.children = []
        branch.content = []
        branch.written = True
        return branch.ref

    def finish(self, root: Node) -> Ref:
        """Write what is left and the tree; return it."""
        ref = self._write(root)
        self._parents.sort()
        leaves = []
        for start in range(0, len(self._parents), _NUMS_PER_NODE):
            part = self._parents[start : start + _NUMS_PER_NODE]
            nums = Array(value for pair in part for value in pair)
            limits = Array((part[0][0], part[-1][0]))
            leaves.append(self._writer.add(Dict(Nums=nums, Limits=limits)))
        parent_tree = self._writer.add(Dict(Kids=Array(leaves)))
        self._writer.put(
            self._tree,
            Dict(
                Type=Name("StructTreeRoot"),
                K=ref,
                ParentTree=parent_tree,
                ParentTreeNextKey=self._next_key,
            ),
        )
        return self._tree

    def _content(self, branch: _Branch) -> Array:
        """Return what stands directly in a node."""
        kids = Array()
        for target, number in branch.content:
            if number < 0:
                kids.append(target)
            elif target == branch.content[0][0] and branch.content[0][1] >= 0:
                kids.append(number)
            else:
                kids.append(Dict(Type=Name("MCR"), Pg=target, MCID=number))
        return kids

    def _entries(self, node: Node, branch: _Branch, kids: Array) -> Dict:
        parent = branch.parent
        if parent is None:
            parent = self._tree if node.parent is None else self._branch(node.parent).ref
        entries = Dict(S=Name(node.tag), P=parent)
        if branch.content and branch.content[0][1] >= 0:
            entries["Pg"] = branch.content[0][0]
        if kids:
            entries["K"] = kids if len(kids) > 1 else kids[0]
        if node.alt:
            entries["Alt"] = Text(node.alt)
        if node.language:
            entries["Lang"] = Text(node.language)
        attributes = _attributes(node, branch)
        if attributes:
            entries["A"] = attributes if len(attributes) > 1 else attributes[0]
        return entries

    def _key(self) -> int:
        self._next_key += 1
        return self._next_key - 1

    def _branch(self, node: Node) -> _Branch:
        branch = self._branches.get(node)
        if branch is None:
            branch = self._branches[node] = _Branch(self._writer.allocate())
        return branch


def _attributes(node: Node, branch: _Branch) -> Array:
    """Return the attribute objects of a node (14.8.5)."""
    owners = Array()
    if node.attributes:
        table = Dict(O=Name("Table"))
        for key, value in node.attributes:
            table[key] = Name(value) if isinstance(value, str) else value
        owners.append(table)
    if branch.box is not None:
        layout = Dict(O=Name("Layout"), Placement=Name("Block"), BBox=Array(branch.box))
        owners.append(layout)
    return owners
