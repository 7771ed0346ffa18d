/** The suggestions of all machines about an item as one list, the surest first; ids stay unique among them. */
export function ghostsOf(item) {
  const several = (item?.suggestions ?? []).length > 1;
  const found = (item?.suggestions ?? []).flatMap(({ by, annotations = [] }, place) => {
    const name = (id) => (several ? `${place}:${id}` : id);
    return annotations.map((one) => ({ ...one, by, id: name(one.id), ...ends(one, name) }));
  });
  // A relation is taken after the spans it joins, whatever their scores are.
  return found.sort((one, other) => Number(one.type === "relation") - Number(other.type === "relation") || (other.score ?? 0) - (one.score ?? 0));
}

const ends = (one, name) => (one.type === "relation" ? { source: name(one.source), target: name(one.target) } : {});
