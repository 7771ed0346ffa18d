import { INTERPOLATED, isComputed, refreshed } from "./interpolation.js";

/** The frames' times by their index, for interpolation. */
export const secondsOf = (frames) => new Map(frames.map((each) => [each.index, each.seconds ?? 0]));

export const ofFrame = (annotations, frame) => annotations.filter((each) => each.frame === frame);
export const ofTrack = (annotations, track) => annotations.filter((each) => each.group === track);

/** Each track in the order of its first frame: {id, class, frames: [index], placed: [index], shapes}. */
export function tracksOf(annotations) {
  const found = new Map();
  for (const each of [...annotations].sort((a, b) => a.frame - b.frame)) {
    const track = found.get(each.group) ?? { id: each.group, class: each.class, frames: [], placed: [], shapes: [] };
    found.set(each.group, track);
    track.shapes.push(each);
    if (track.frames.at(-1) !== each.frame) track.frames.push(each.frame);
    if (!isComputed(each) && track.placed.at(-1) !== each.frame) track.placed.push(each.frame);
  }
  return [...found.values()];
}

/** A name that no track has: t1, t2, ... */
export function newTrack(annotations) {
  const taken = new Set(annotations.map((each) => each.group));
  let number = 1;
  while (taken.has(`t${number}`)) number += 1;
  return `t${number}`;
}

/**
 * All annotations after the list of one frame was changed to `next`. A shape that is new goes on with the track `held`
 * where that lacks one of its kind in this frame and has its class; one that was changed is no longer interpolated.
 */
export function withFrame(annotations, frame, next, held = null) {
  const before = new Map(ofFrame(annotations, frame).map((each) => [each.id, each]));
  const others = annotations.filter((each) => each.frame !== frame);
  const goesOn = (shape) => {
    const track = held ? ofTrack([...others, ...next], held) : [];
    return track.length > 0 && track[0].class === shape.class && !track.some((each) => each.frame === frame && each.type === shape.type);
  };
  const made = next.map((each) => {
    if (before.has(each.id)) return before.get(each.id) === each ? each : touched(each);
    return { ...each, frame, ...(goesOn(each) ? { group: held } : {}) };
  });
  return inOrder([...others, ...made]);
}

/**
 * `annotations` with all that a change of some of them brings with it: a shape without a track, or beside another of its
 * kind in its track and frame, gets a track; a class that was changed is changed in the whole track; what is interpolated
 * follows. The same array where there is nothing to do. `before`: the annotations before the change.
 */
export function settled(annotations, before, seconds) {
  const tracked = withTracks(annotations);
  const was = new Map(before.map((each) => [each.id, each]));
  const renamed = new Map(tracked.filter((each) => was.has(each.id) && was.get(each.id).class !== each.class).map((each) => [each.group, each.class]));
  const wrong = (each) => renamed.has(each.group) && renamed.get(each.group) !== each.class;
  const named = tracked.some(wrong) ? tracked.map((each) => (wrong(each) ? { ...each, class: renamed.get(each.group) } : each)) : tracked;
  return refreshed(named, seconds);
}

function withTracks(annotations) {
  const seen = new Set();
  const found = [...annotations];
  annotations.forEach((each, place) => {
    const name = JSON.stringify([each.group, each.type, each.frame]);
    if (!each.group || seen.has(name)) found[place] = { ...each, group: newTrack(found) };
    seen.add(name);
  });
  return found.some((each, place) => each !== annotations[place]) ? found : annotations;
}

function touched(each) {
  if (!isComputed(each)) return each;
  const { [INTERPOLATED]: _, ...rest } = each.attributes;
  const { attributes: __, ...shape } = each;
  return Object.keys(rest).length ? { ...shape, attributes: rest } : shape;
}

/** Frame by frame. */
export const inOrder = (annotations) => [...annotations].sort((a, b) => a.frame - b.frame);

/** With copies of `shapes` in another frame, where their tracks lack one of their kind; interpolated ones give way. */
export function copied(annotations, shapes, frame, newId) {
  const there = ofFrame(annotations, frame);
  const same = (one) => (each) => each.group === one.group && each.type === one.type;
  const wanted = shapes.filter((one) => !there.some((each) => same(one)(each) && !isComputed(each)));
  const rest = annotations.filter((each) => each.frame !== frame || !wanted.some((one) => same(one)(each)));
  return inOrder([...rest, ...wanted.map((one) => ({ ...touched(one), frame, id: newId() }))]);
}

/** Without what the track has after a frame. */
export const ended = (annotations, track, frame) => annotations.filter((each) => each.group !== track || each.frame <= frame);

export const withoutTrack = (annotations, track) => annotations.filter((each) => each.group !== track);
