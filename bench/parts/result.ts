import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';

/** Where a figure was taken: without it none can be read. */
type Machine = {
  cpu: string;
  cores: number;
  memoryGib: number;
  node: string;
  os: string;
  /** Load averages over one minute, before and after: what else the machine was doing. */
  loadBefore: number;
  loadAfter: number;
};

export type Measured = {
  /** What the product did. */
  value: number;
  /** What is possible beside it, measured in the same run; for times the most that is allowed. */
  limit: number;
  /** Whether what it must do besides was done too (`Demand.also`); a run that did less than its work throws. */
  alsoDone?: boolean;
  /** Further figures of the same run. */
  detail: Record<string, number | string | readonly number[]>;
};

/** What is asked of a bench. A ratio is ours ÷ limit for rates and limit ÷ ours for times: higher is better everywhere. */
export type Demand = {
  is: 'rate' | 'time';
  /** Of value and limit. */
  unit: string;
  /** What the limit is, in words. */
  of: string;
  /** The ratio it must reach, and the one to aim at then. */
  must: number;
  aim: number;
  /** What must be true besides. */
  also?: string;
};

export type Bench = { name: string; about: string; demand: Demand; measure(): Promise<Measured> };

/** Higher is better. */
export const ratioOf = ({ is }: Demand, { value, limit }: Measured): number => (is === 'rate' ? value / limit : limit / value);

/** A program this bench is measured against is missing; the message names the Debian package. */
export class ProgramMissing extends Error {}

export const RESULTS = join(ROOT, 'bench', 'results');

/** Rounds for reading: figures of a shared machine are not good to the last digit. */
export const rounded = (figure: number, digits = 3): number => Number(figure.toPrecision(digits));

/** The value below which `part` (0–1) of the figures lie. */
export function quantile(figures: readonly number[], part: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
export const median = (figures: readonly number[]): number => quantile(figures, 0.5);

const load = (): number => rounded(loadavg()[0] ?? 0);

/** What stands in bench/results/NAME.json. */
export type Result = Demand & {
  bench: string;
  value: number;
  limit: number;
  ratio: number;
  reached: boolean;
  detail: Measured['detail'];
  machine: Machine;
  commit: string;
  at: string;
};

/** Runs a bench and writes bench/results/NAME.json. */
export async function runBench(bench: Bench): Promise<Result> {
  const loadBefore = load();
  const measured = await bench.measure();
  const machine: Machine = {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGib: rounded(totalmem() / 2 ** 30, 2),
    node: process.version,
    os: execFileSync('uname', ['-sr'], { encoding: 'utf8' }).trim(),
    loadBefore,
    loadAfter: load(),
  };
  const ratio = ratioOf(bench.demand, measured);
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim();
  const at = new Date().toISOString();
  mkdirSync(RESULTS, { recursive: true });
  const result: Result = {
    bench: bench.name,
    ...bench.demand,
    value: rounded(measured.value),
    limit: rounded(measured.limit),
    ratio: rounded(ratio),
    reached: ratio >= bench.demand.must && measured.alsoDone !== false,
    detail: measured.detail,
    machine,
    commit,
    at,
  };
  writeFileSync(join(RESULTS, `${bench.name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  return result;
}
