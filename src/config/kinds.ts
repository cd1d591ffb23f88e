import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { urlsOf } from '../lib/db/hosts.ts';

/** What a setting may be: how its text is read, and in words what is allowed. */
export type Kind<T> = {
  schema: z.ZodType<T, string>;
  allowed: string;
  /** Never shown, not even in part. */
  secret?: true;
};

/** A kind from a function that gives undefined for what is not allowed. */
function kind<T>(allowed: string, parse: (given: string) => T | undefined): Kind<T> {
  const schema = z.string().transform((given, context): T => {
    const value = parse(given.trim());
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: allowed });
    return z.NEVER;
  });
  return { schema, allowed };
}

const wholeNumber = (least: number, most: number, allowed: string) =>
  kind(allowed, (given) =>
    /^\d{1,9}$/.test(given) && Number(given) >= least && Number(given) <= most ? Number(given) : undefined,
  );

const url = (protocols: readonly string[], allowed: string): Kind<string> => ({
  ...kind(allowed, (given) => {
    const parsed = URL.parse(given);
    return parsed !== null && protocols.includes(parsed.protocol) && parsed.hostname !== '' ? given : undefined;
  }),
  secret: true,
});

/** No network of proxies is wider than 10.0.0.0/8 and fc00::/7; a wider one would believe strangers. */
const WIDEST = { 4: 8, 6: 7 } as const;

function isAddress(given: string): boolean {
  const [ip = '', bits, ...more] = given.split('/');
  const family = isIP(ip);
  if ((family !== 4 && family !== 6) || more.length > 0) return false;
  const most = family === 4 ? 32 : 128;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most && Number(bits) >= WIDEST[family]);
}

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
const YES_NO = new Map([
  ['yes', true],
  ['true', true],
  ['1', true],
  ['no', false],
  ['false', false],
  ['0', false],
]);

export const PORT = wholeNumber(0, 65_535, 'a port, 0 to 65535 (0: any free one)');
export const COUNT = wholeNumber(1, 100_000_000, 'a whole number, 1 to 100000000');
/** As many as a list may have that a command takes in. */
export const MEGABYTES = wholeNumber(1, 500, 'a whole number, 1 to 500');
/** With fewer not everything that the demo shows finds its card. */
export const DEMO_CARDS = wholeNumber(1_500, 1_000_000, 'a whole number, 1500 to 1000000');
export const LANES = wholeNumber(0, 64, 'a whole number, 0 to 64');
export const CONNECTIONS = wholeNumber(1, 500, 'a whole number, 1 to 500');
export const POSTGRES_URL: Kind<string> = {
  ...kind('postgres://USER:PASSWORD@HOST:PORT/DATABASE, of several machines HOST:PORT,HOST:PORT', (given) =>
    urlsOf(given) === undefined ? undefined : given,
  ),
  secret: true,
};
export const SMTP_URL = url(['smtp:', 'smtps:'], 'smtp://[USER:PASSWORD@]HOST:PORT or smtps://…');
/** Random bytes in base64 or hex have more: of 32 hex digits all but one in some millions. */
const FEWEST_DIFFERENT = 10;
export const SECRET: Kind<string> = {
  ...kind('32 characters or more, 10 different ones among them, such as "openssl rand -base64 32" gives', (given) =>
    given.length >= 32 && new Set(given).size >= FEWEST_DIFFERENT ? given : undefined,
  ),
  secret: true,
};
export const SECRETS: Kind<readonly string[]> = {
  ...kind('32 characters or more each, commas between', (given) => {
    const list = given.split(',').map((one) => one.trim());
    return list.every((one) => one.length >= 32) ? list : undefined;
  }),
  secret: true,
};
export const HOST = kind('an IP address or a host name of this machine', (given) =>
  isIP(given) > 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(given) ? given : undefined,
);
export const ORIGIN = kind('https://HOST[:PORT], nothing after it', (given) => {
  const parsed = URL.parse(given);
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) return undefined;
  return parsed.pathname === '/' && parsed.search === '' && parsed.hash === '' && parsed.username === ''
    ? parsed.origin
    : undefined;
});
export const ADDRESS = kind('https://HOST[:PORT][/PATH]', (given) => {
  const parsed = URL.parse(given);
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol) || parsed.username !== '') return undefined;
  return given.replace(/\/+$/u, '');
});
export const ADDRESSES = kind(
  'IP addresses or networks such as 10.0.0.0/8, none wider than that (fc00::/7), commas between',
  (given) => {
    const list = given.split(',').map((one) => one.trim());
    return list.every(isAddress) ? list : undefined;
  },
);
export const NAMES: Kind<readonly string[]> = kind('names of database roles, commas between', (given) => {
  const list = given.split(',').map((one) => one.trim());
  return list.every((one) => /^[A-Za-z_][\w$-]{0,62}$/u.test(one)) ? list : undefined;
});
export const MAILBOX = kind('a mail address, or NAME <ADDRESS>', (given) =>
  /^([^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/.test(given) ? given : undefined,
);
export const YES_OR_NO = kind('yes or no', (given) => YES_NO.get(given.toLowerCase()));
export const FILE = kind('a file', (given) => (given.includes('\0') ? undefined : resolve(given)));
export const FOLDER = kind('a folder', (given) => (given.includes('\0') ? undefined : resolve(given)));
export const FOLDERS: Kind<readonly string[]> = kind('folders, commas between', (given) => {
  const list = given.split(',').map((one) => one.trim());
  return list.every((one) => one !== '' && !one.includes('\0')) ? list.map((one) => resolve(one)) : undefined;
});
export const LEVEL = kind(LEVELS.join(', '), (given) => LEVELS.find((known) => known === given.toLowerCase()));
