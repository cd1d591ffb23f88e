/** A program of its own that takes hours, set by its own environment variables. */
export type Program = { name: string; about: string; program: string };

/** A test of `npm test`, at the length that finds what is rare. */
export type Rehearsal = {
  name: string;
  about: string;
  /** The test files; the first reads the settings below from its environment and prints them. */
  files: readonly [string, ...string[]];
  /** How much of it: name and value. */
  much: readonly [name: string, value: string];
  /** Further numbers of the first file, named and given alike. */
  more?: readonly (readonly [name: string, value: string])[];
  /** Where the first file reads the seed that makes a run the same again; undefined where nothing is left to chance. */
  seed?: string;
};

/** Add a line for a test that is worth hours. */
export const REHEARSALS: readonly Rehearsal[] = [
  {
    name: 'acts',
    about:
      'a million random acts by sixteen actors, with cards, lists and stock-takes among them: nothing oversold, nobody twice, nothing told that is not so, every card where its movements end',
    files: ['test/races/random-acts.test.ts'],
    much: ['ACTS', '1000000'],
    seed: 'ACTS_SEED',
  },
  {
    name: 'plans',
    about:
      'a hundred thousand made-up calendars, planned twice over from the same rules; a city set up in every order: no holiday is bookable',
    files: ['test/plans/plan.test.ts', 'test/plans/first-day.test.ts'],
    much: ['PLANS', '100000'],
    seed: 'PLANS_SEED',
  },
  {
    name: 'hostile',
    about: 'a hundred thousand hostile requests at every address of both doors: always an answer in words, nothing half stored',
    files: ['test/hostile/hostile.test.ts'],
    much: ['HOSTILE', '100000'],
    seed: 'HOSTILE_SEED',
  },
  {
    name: 'restore',
    about: 'the database with a million lines of its log is lost with its disks and restored: whole, and within the city’s hours',
    files: ['test/start/restore.test.ts'],
    much: ['RESTORE_LINES', '1000000'],
  },
  {
    name: 'attacks',
    about:
      'three hundred IDs guessed at in bursts, refusals timed two thousand times each, a flood at the citizens’ role: no more let in than is counted, no kind told by its time, the desk goes on',
    files: ['test/races/attacks.test.ts', 'test/races/flooded-role.test.ts'],
    much: ['ATTACKS', '300'],
    more: [['REFUSALS', '2000']],
  },
  {
    name: 'outsider',
    about: 'an outsider with parties of one to six watches a slot fill: no answer tells more than its sign',
    files: ['test/races/outsider.test.ts'],
    much: ['OUTSIDER', '6'],
  },
  {
    name: 'failover',
    about:
      'twenty times the primary is killed under load and its standby takes over: seconds of interruption, nothing told is lost or sold twice',
    files: ['test/failover/failover.test.ts'],
    much: ['FAILOVER', '20'],
  },
];

export const PROGRAMS: readonly Program[] = [
  {
    name: 'clocks',
    about: 'the suite at other hours, days and years and in other time zones; needs libfaketime',
    program: 'test/clocks/run.ts',
  },
  {
    name: 'clauses',
    about: 'each acceptance test with its demand’s route or act taken away: it must fail',
    program: 'test/clauses/rehearse.ts',
  },
];

/** A whole number that JavaScript's random generators and fast-check both take. */
const SEEDS = 2 ** 31;

/**
 * What a rehearsal's environment has besides `env`. What is set there already stays: `ACTS=50000 ACTS_SEED=7 npm run rehearse -- acts` is a
 * shorter run of a known seed.
 */
export function settingsOf(
  { much, more = [], seed }: Rehearsal,
  env: NodeJS.ProcessEnv,
  random = Math.random,
): Record<string, string> {
  const settings = Object.fromEntries([much, ...more].map(([name, value]) => [name, env[name] ?? value]));
  return seed === undefined ? settings : { ...settings, [seed]: env[seed] ?? String(Math.floor(random() * SEEDS)) };
}
