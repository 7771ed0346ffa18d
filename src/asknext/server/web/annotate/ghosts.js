/** The suggestions of all machines about an item as one list, the surest first; the server keeps their ids apart. */
export function ghostsOf(item) {
  const found = (item?.suggestions ?? []).flatMap(({ by, annotations = [] }) => annotations.map((one) => ({ ...one, by })));
  // A relation is taken after the spans it joins, whatever their scores are.
  return found.sort((one, other) => Number(one.type === "relation") - Number(other.type === "relation") || (other.score ?? 0) - (one.score ?? 0));
}
