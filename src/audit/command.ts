import type { ConfigFor } from '../config.ts';
import type { Clock } from '../lib/clock.ts';
import { connect, type Db } from '../lib/db/db.ts';
import { logHost } from '../lib/http/log-files.ts';
import { Said } from '../lib/said.ts';
import { type FileFinding, type FilesVerified, verifyFiles } from './files/verify.ts';
import { keepHead, readHeads } from './heads.ts';
import { changeKey } from './seal.ts';
import { type Finding, verifyLog } from './verify.ts';

const SAYS: Record<Finding['kind'], string> = {
  changed: 'this row is not what was sealed',
  removed: 'this row is gone, and no expiry of the log took it',
  broken: 'this seal does not follow from the one before (a change, or a row put in)',
  detached: 'this generation does not follow from the one before: cut there, or none of AUDIT_KEY and AUDIT_OLD_KEYS began it',
  gap: 'seals are missing here',
  cut: 'the log ends before this head that was kept elsewhere (cut off, or restored from an older backup)',
  forked: 'a head kept elsewhere is not in the chain',
  unsealed: 'this row was put among sealed ones',
  waiting: 'this row has waited for its seal for more than a quarter of an hour: nothing seals, or a transaction was left open',
  young: 'an expiry took rows up to here that the heads kept elsewhere do not show to be old enough',
  ahead: 'this expiry is dated ahead of the time it was sealed at',
};

const FILE_SAYS: Record<FileFinding['kind'], string> = {
  changed: 'this file is not what was sealed',
  cut: 'this file ends before what was sealed of it',
  gone: 'this file is gone, and its years are not over',
};

/** What was found of the processes' own log files (LOG_DIR), in lines. */
const fileLines = ({ compared, elsewhere, findings }: FilesVerified): string[] => [
  ...findings.map(({ name, kind }) => `WRONG  ${name}: ${FILE_SAYS[kind]}`),
  ...(compared > 0 ? [`${compared} log files compared with their seals, ${findings.length} of them wrong.`] : []),
  ...(elsewhere.length > 0
    ? [`The log files of ${elsewhere.join(', ')} were NOT COMPARED: run it there, or with LOG_DIR on a folder that holds them.`]
    : []),
];

const place = ({ generation, position, eventId }: Finding): string =>
  [
    `generation ${generation}`,
    ...(position === null ? [] : [`position ${position}`]),
    ...(eventId === null ? [] : [`event ${eventId}`]),
  ].join(', ');

/** The command was called wrongly; the message says how. */
class CommandError extends Said {}

type Context<C extends 'verify' | 'rekey'> = { config: ConfigFor<C>; clock: Clock; log: (line: string) => void };

const WRONG = 1;
/** Nothing wrong was found, but there was nothing to compare with: a log that was emptied or cut looks the same. */
const NOT_COMPARED = 3;

async function asSealer<T>(url: string, name: string, work: (db: Db) => Promise<T>): Promise<T> {
  const db = connect({ url, max: 1, name, queryTimeoutMs: 60_000 });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

/**
 * `madoguchi verify [--heads FILE]`: checks the sealed log from its first line to its head, against the heads kept elsewhere, and the files of LOG_DIR against it.
 * Ends with 0 only where it is whole and was compared; with 1 where anything is wrong, with 3 where no head was there to compare with.
 */
export async function verifyCommand(args: readonly string[], { config, clock, log }: Context<'verify'>): Promise<void> {
  const [option, file = config.auditHeads, ...more] = args;
  if ((option !== undefined && (option !== '--heads' || args.length < 2)) || more.length > 0)
    throw new CommandError('verify [--heads FILE]');
  const { heads: kept, cut } = file === undefined ? { heads: [], cut: [] } : await readHeads(file);
  const keys = [config.auditKey, ...(config.auditOldKeys ?? [])];
  const { rows, heads, waiting, findings, files } = await asSealer(config.sealerDatabaseUrl, 'madoguchi-verify', async (db) => ({
    ...(await verifyLog(db, { keys, kept, now: clock.now() })),
    files: await verifyFiles(db, config.logDir, logHost()),
  }));
  for (const finding of findings) log(`WRONG  ${place(finding)}: ${SAYS[finding.kind]}`);
  for (const { generation, position, hash } of heads) log(`generation ${generation}: ${position} rows, head ${hash}`);
  if (waiting > 0) log(`${waiting} rows written since wait for their seal: until then they can be changed unseen.`);
  for (const line of fileLines(files)) log(line);
  for (const line of cut)
    log(
      `WRONG  line ${line} of ${file} ends in the middle (a full disk, a machine that stopped): it was left out. Once that is looked into, remove the line.`,
    );
  const last = kept.at(-1);
  if (last !== undefined)
    log(`${kept.length} heads kept elsewhere, the last one at ${last.at.toString({ smallestUnit: 'second' })}.`);
  if (findings.length > 0) log(`The log is NOT whole: ${findings.length} findings in ${rows} rows.`);
  else if (last === undefined)
    log(
      `Nothing wrong in ${rows} rows, but NOT COMPARED: no heads kept elsewhere (AUDIT_HEADS or --heads). A log that was cut or emptied looks the same.`,
    );
  else log(`The log is whole: ${rows} rows.`);
  process.exitCode = findings.length + files.findings.length + cut.length > 0 ? WRONG : last === undefined ? NOT_COMPARED : 0;
}

/**
 * `madoguchi rekey`: seals what there is with AUDIT_KEY and goes on with AUDIT_NEW_KEY.
 * @throws WrongAuditKey where AUDIT_KEY is not the log's
 */
export async function rekeyCommand(args: readonly string[], { config, clock, log }: Context<'rekey'>): Promise<void> {
  if (args.length > 0)
    throw new CommandError('rekey takes no arguments; AUDIT_KEY and AUDIT_NEW_KEY say from which key to which.');
  if (config.auditNewKey === config.auditKey) throw new CommandError('AUDIT_NEW_KEY is the same as AUDIT_KEY.');
  const heads = await asSealer(config.sealerDatabaseUrl, 'madoguchi-rekey', (db) =>
    changeKey(db, config.auditKey, config.auditNewKey),
  );
  for (const head of heads) {
    await keepHead(config.auditHeads, head, clock.now());
    log(`generation ${head.generation}: ${head.position} rows, head ${head.hash}`);
  }
  log(
    'The key is changed. Start the workers with the new one as AUDIT_KEY, and keep the old one for AUDIT_OLD_KEYS of "madoguchi verify".',
  );
}
