import { userInfo } from 'node:os';
import { Said } from '../lib/said.ts';

/** Where each command's database is named. */
const URL_OF: Record<string, string> = {
  migrate: 'DATABASE_URL',
  change: 'DATABASE_URL',
  citizen: 'CITIZEN_DATABASE_URL',
  worker: 'WORKER_DATABASE_URL or SEALER_DATABASE_URL',
  verify: 'SEALER_DATABASE_URL',
  rekey: 'SEALER_DATABASE_URL',
  backup: 'BACKUP_DATABASE_URL',
  restore: 'DATABASE_URL',
};

type Fault = { code: string; path: string | undefined; host: string | undefined; message: string };

const textAt = (error: object, key: string): string | undefined => {
  const value: unknown = Object.entries(error).find(([name]) => name === key)?.[1];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};

/** A fault of the system or of PostgreSQL; of several at once (each address of a name tried) the first. */
function faultOf(error: unknown): Fault | undefined {
  if (error instanceof AggregateError) return faultOf(error.errors[0]);
  if (!(error instanceof Error)) return undefined;
  const code = textAt(error, 'code');
  if (code === undefined) return error.cause === undefined ? undefined : faultOf(error.cause);
  const [address, port] = [textAt(error, 'address') ?? textAt(error, 'hostname'), textAt(error, 'port')];
  return {
    code,
    path: textAt(error, 'path'),
    host: address === undefined ? undefined : `${address}${port === undefined ? '' : `:${port}`}`,
    message: error.message,
  };
}

function account(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.()}`;
  }
}

/** Of PostgreSQL, before anything was asked: SQLSTATE → what to do. */
const NO_SESSION: Record<string, (url: string, message: string) => string> = {
  '28P01': (url) => `PostgreSQL refuses the password in ${url}: give the role that password, or correct the URL.`,
  '28000': (url, message) => `PostgreSQL does not let the role of ${url} in (${message}): let it in, or correct the URL.`,
  '3D000': (url, message) => `The database that ${url} names is not there (${message}): create it, or correct the URL.`,
  '53300': (url) =>
    `PostgreSQL has no connection left for ${url}: raise its limit, or lower the pools (CITIZEN_POOL, DESK_POOL, WORKER_POOL).`,
  '57P03': (url) => `PostgreSQL at ${url} is still starting or stopping: try again in a moment.`,
  '3F000': (url) => `The database of ${url} was never brought to this version: run "madoguchi migrate" first.`,
  '42P01': (url) => `The database of ${url} is not at this version: run "madoguchi migrate" first.`,
  '42883': (url) => `The database of ${url} is not at this version: run "madoguchi migrate" first.`,
};

function onDisk({ code, path = 'a file' }: Fault): string | undefined {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `No space is left on the disk of ${path}: free some, then start again. What was stored is not lost.`;
    case 'EACCES':
    case 'EPERM':
      return `The account ${account()} may not use ${path}: give it to that account, or run as its owner.`;
    case 'EROFS':
      return `${path} lies on a disk that is mounted read-only: mount it for writing.`;
    default:
      return undefined;
  }
}

function onTheWay({ code, host }: Fault, url: string): string | undefined {
  switch (code) {
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
      return `No PostgreSQL answers${host === undefined ? '' : ` at ${host}`} (${code}): start it, or correct ${url}.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host ${host ?? ''} of ${url} is not known: correct the URL, or the name service.`;
    default:
      return undefined;
  }
}

/** `url`: the setting that names the database. What ended a command, in a sentence that says what to do; undefined where it is a fault of ours, which keeps its stack. */
export function sentenceOf(
  command: string,
  error: unknown,
  url: string = URL_OF[command] ?? 'DESK_DATABASE_URL',
): string | undefined {
  if (error instanceof Said) return error.message;
  const fault = faultOf(error);
  if (fault !== undefined) return onDisk(fault) ?? onTheWay(fault, url) ?? NO_SESSION[fault.code]?.(url, fault.message);
  if (error instanceof Error && /timeout expired|timeout exceeded when trying to connect/u.test(error.message))
    return `PostgreSQL does not answer in time: look whether it runs, or correct ${url}.`;
  return undefined;
}
