import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';

/** Where a figure was taken: without it none can be read. */
export type Machine = {
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
  /** value / limit. */
  ratio: number;
  unit: string;
  /** Whether it reached what it must. */
  reached: boolean;
  /** The demand in words. */
  must: string;
  aim: string;
  /** Further figures of the same run. */
  detail: Record<string, number | string | readonly number[]>;
};

export type Bench = { name: string; about: string; measure(): Promise<Measured> };

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

/** Runs a bench and writes bench/results/NAME.json. */
export async function runBench(bench: Bench): Promise<Measured> {
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
  const { value, limit, ratio, unit, ...rest } = measured;
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim();
  const at = new Date().toISOString();
  mkdirSync(RESULTS, { recursive: true });
  const text = JSON.stringify({ bench: bench.name, value, limit, ratio, unit, machine, ...rest, commit, at }, null, 2);
  writeFileSync(join(RESULTS, `${bench.name}.json`), `${text}\n`);
  return measured;
}
