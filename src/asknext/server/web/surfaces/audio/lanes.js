/**
 * Which lane each region is drawn in, so that none covers another: Map of id -> lane, counted from 0. Each takes the
 * first lane that is free when it begins, so there are no more lanes than regions at one moment.
 */
export function lanesOf(regions) {
  const ends = [];
  const found = new Map();
  for (const region of [...regions].sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1))) {
    const free = ends.findIndex((end) => end <= region.start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = region.end;
    found.set(region.id, lane);
  }
  return found;
}
