// What is known of the run: the first frame says all of it, the later ones what changed.

const KEPT = 40;

export class Run {
  constructor() {
    this.width = 0;
    this.arms = [];
    this.ladders = new Map();
    this.heat = [];
    this.tracks = [];
    this.summary = null;
    this.course = null;
    this.handed = [];
    this.answered = [];
    this.faults = new Map();
    this.touched = new Set();
  }

  /** Take a frame in; `touched` then holds the arms that look different. */
  merge(frame) {
    const { cells, arms, tracks, summary, course, handed, answered, faults, width, ...rest } = frame;
    this.touched = new Set(Object.keys(arms).map(Number));
    if (width !== this.width) this.heat = [];
    this.width = width;
    for (let i = 0; i < cells.length; i += 4) {
      const [arm, column, percent, rewards] = cells.slice(i, i + 4);
      (this.heat[arm] ??= new Map()).set(column, { percent, rewards });
      this.touched.add(arm);
    }
    if (frame.position !== this.position) this.stretch(frame.position);
    Object.assign(this, rest);
    for (const [i, arm] of Object.entries(arms)) this.arms[i] = arm;
    if (tracks) {
      this.tracks = tracks;
      this.summary = summary;
      this.course = course;
      this.sort();
    }
    this.handed = [...this.handed, ...handed].slice(-KEPT);
    this.answered = [...this.answered, ...answered].slice(-8 * KEPT);
    for (const fault of faults) {
      const key = JSON.stringify([fault.where, fault.what]);
      this.faults.delete(key);
      this.faults.set(key, fault);
    }
    while (this.faults.size > KEPT) this.faults.delete(this.faults.keys().next().value);
  }

  /** The ledger has grown: columns of the heat map became visible. */
  stretch(position) {
    const columns = Math.ceil(position / this.width);
    if (columns === this.columns) return;
    this.columns = columns;
    this.heat.forEach((_, arm) => this.touched.add(arm));
  }

  /** Tracks with their arms, the easiest first. */
  sort() {
    if (this.sorted === this.arms.length) return;
    this.sorted = this.arms.length;
    this.ladders = new Map(this.tracks.map(({ track }) => [track, []]));
    this.arms.forEach((arm, i) => this.ladders.get(arm.track)?.push(i));
    const level = (i) => this.arms[i].level ?? 0;
    for (const ladder of this.ladders.values()) ladder.sort((a, b) => level(a) - level(b));
  }

  /** Mean rewards of some arms by column, in per cent and with their number; null where none is. */
  strip(arms) {
    return Array.from({ length: this.columns ?? 0 }, (_, column) => {
      let sum = 0;
      let rewards = 0;
      for (const arm of arms) {
        const cell = this.heat[arm]?.get(column);
        if (!cell) continue;
        sum += cell.percent * cell.rewards;
        rewards += cell.rewards;
      }
      return rewards ? { percent: Math.round(sum / rewards), rewards } : null;
    });
  }

  /** The tickets that a column of the heat map stands for. */
  tickets(column) {
    return [column * this.width, Math.min(this.position, (column + 1) * this.width) - 1];
  }
}
