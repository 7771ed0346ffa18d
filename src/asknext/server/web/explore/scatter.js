import { FRAGMENT, VERTEX } from "./shaders.js";

const LEAST = 20_000;
const FIRST = 200_000;
const SLOW = 34;
const QUICK = 20;

/**
 * Draws points by WebGL 2. While the view moves, a random part of them is drawn in each frame, as large as this machine
 * manages; once it rests the others follow, frame by frame, onto the same picture.
 */
export class Scatter {
  #gl;
  #program;
  #at = {};
  #drawn = 0;
  #count = 0;
  #budget = FIRST;
  #last = 0;
  #fresh = true;
  #asked = 0;
  #given = {};

  /** `onFrame` is called after each frame, with whether all points stand. Throws where there is no WebGL 2. */
  constructor(canvas, onFrame) {
    this.canvas = canvas;
    this.onFrame = onFrame;
    this.view = { x: 32768, y: 32768, scale: 0.01 };
    this.#gl = canvas.getContext("webgl2", { alpha: false, antialias: false, depth: false, preserveDrawingBuffer: true });
    if (!this.#gl) throw new Error("no WebGL 2");
    canvas.addEventListener("webglcontextlost", this.#lose);
    canvas.addEventListener("webglcontextrestored", this.#restore);
    this.#make();
  }

  close() {
    cancelAnimationFrame(this.#asked);
    this.canvas.removeEventListener("webglcontextlost", this.#lose);
    this.canvas.removeEventListener("webglcontextrestored", this.#restore);
    this.#gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  #lose = (event) => event.preventDefault();

  #restore = () => {
    this.#make();
    const { positions, codes, marks, texels, ground } = this.#given;
    if (positions) this.setPositions(positions);
    if (codes) this.setLooks(codes, marks);
    if (texels) this.setPalette(texels, ground);
  };

  #make() {
    const gl = this.#gl;
    const program = (this.#program = gl.createProgram());
    for (const [kind, text] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.bindAttribLocation(program, 0, "place");
    gl.bindAttribLocation(program, 1, "look");
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) throw new Error(gl.getProgramInfoLog(program));
    gl.useProgram(program);
    for (const name of ["centre", "zoom", "size", "opacity", "anyChosen"]) this.#at[name] = gl.getUniformLocation(program, name);
    this.#buffer(0, (index) => gl.vertexAttribPointer(index, 2, gl.UNSIGNED_SHORT, false, 0, 0));
    this.#buffer(1, (index) => gl.vertexAttribIPointer(index, 2, gl.UNSIGNED_BYTE, 0, 0));
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA);
  }

  #buffer(index, describe) {
    const gl = this.#gl;
    gl.bindBuffer(gl.ARRAY_BUFFER, (this.#at[`buffer${index}`] = gl.createBuffer()));
    gl.enableVertexAttribArray(index);
    describe(index);
  }

  #fill(index, data) {
    const gl = this.#gl;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#at[`buffer${index}`]);
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
  }

  /** Uint16Array of x and y in turn. */
  setPositions(positions) {
    this.#given.positions = positions;
    this.#count = positions.length / 2;
    this.#order = shuffled(this.#count);
    const placed = new Uint16Array(positions.length);
    this.#order.forEach((at, place) => {
      placed[2 * place] = positions[2 * at];
      placed[2 * place + 1] = positions[2 * at + 1];
    });
    this.#fill(0, placed);
    this.#fill(1, new Uint8Array(positions.length));
    this.draw();
  }

  #order = new Uint32Array(0);

  /** A code and a mark (0, or 1 for chosen) for each point. */
  setLooks(codes, marks) {
    Object.assign(this.#given, { codes, marks });
    const looks = new Uint8Array(2 * this.#count);
    let chosen = false;
    for (let place = 0; place < this.#count; place++) {
      const at = this.#order[place];
      looks[2 * place] = codes[at];
      looks[2 * place + 1] = marks[at];
      chosen ||= marks[at] > 0;
    }
    this.#fill(1, looks);
    this.#gl.uniform1i(this.#at.anyChosen, chosen ? 1 : 0);
    this.draw();
  }

  /** Texels of `paletteTexels`, and the colour behind the points as [r, g, b] of 0 to 255. */
  setPalette(texels, ground) {
    Object.assign(this.#given, { texels, ground });
    const gl = this.#gl;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 256, 2, 0, gl.RGBA, gl.UNSIGNED_BYTE, texels);
    gl.clearColor(...ground.map((one) => one / 255), 1);
    this.draw();
  }

  /** Draw anew in the next frame. */
  draw() {
    this.#fresh = true;
    this.#ask();
  }

  #ask() {
    this.#asked ||= requestAnimationFrame((now) => this.#frame(now));
  }

  #frame(now) {
    this.#asked = 0;
    this.#adapt(now);
    if (this.#fresh) this.#begin();
    const count = Math.min(this.#count - this.#drawn, this.#budget);
    if (count > 0) this.#gl.drawArrays(this.#gl.POINTS, this.#drawn, count);
    this.#drawn += count;
    const over = this.#drawn >= this.#count;
    if (!over) this.#ask();
    this.onFrame(over);
  }

  #adapt(now) {
    const gap = now - this.#last;
    this.#last = now;
    if (gap > 500) return;
    if (gap > SLOW) this.#budget = Math.max(LEAST, Math.round(this.#budget * 0.7));
    else if (gap < QUICK) this.#budget = Math.min(Math.max(this.#count, FIRST), Math.round(this.#budget * 1.1));
  }

  #begin() {
    const gl = this.#gl;
    const { width, height } = this.canvas;
    const { x, y, scale } = this.view;
    const ratio = globalThis.devicePixelRatio || 1;
    this.#fresh = false;
    this.#drawn = 0;
    gl.viewport(0, 0, width, height);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.uniform2f(this.#at.centre, x, y);
    gl.uniform2f(this.#at.zoom, (2 * scale * ratio) / width, (2 * scale * ratio) / height);
    gl.uniform1f(this.#at.size, ratio * pointSize(this.#count, scale, Math.min(width, height) / ratio));
    gl.uniform1f(this.#at.opacity, this.#count > 200_000 ? 0.7 : 0.9);
  }
}

/** Points grow as one comes nearer, more slowly than the distances between them. */
function pointSize(count, scale, side) {
  const zoom = (scale * 65536) / Math.max(side, 1);
  const whole = Math.max(1.5, Math.min(7, 160 / Math.sqrt(Math.max(count, 1)) + 1.3));
  return Math.max(1.5, Math.min(14, whole * Math.max(zoom, 1) ** 0.4));
}

/** The same random order for the same count: any beginning of it is a fair picture of the whole. */
function shuffled(count) {
  const order = new Uint32Array(count);
  let seed = 0x9e3779b9;
  for (let at = 0; at < count; at++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((seed / 4294967296) * (at + 1));
    order[at] = order[other];
    order[other] = at;
  }
  return order;
}
