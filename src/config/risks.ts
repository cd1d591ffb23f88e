import { BlockList } from 'node:net';

/** What settings mean together. `wrong`: it cannot work, the start is refused. `care`: it works, and somebody should know. */
type Risk = { level: 'wrong' | 'care'; setting: string; says: string };

export type Risky = {
  citizenOrigin: string | undefined;
  deskOrigin: string | undefined;
  secureCookies: boolean;
  trustedProxies: readonly string[] | undefined;
  cookieSecret: string | undefined;
  auditKey: string | undefined;
  auditHeads: string | undefined;
  logDir: string | undefined;
  backupDatabaseUrl: string | undefined;
  backupDirs: readonly string[] | undefined;
  backupKey: string | undefined;
  advisoriesDaily: boolean;
};

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether a URL leads to this machine: a site that browsers of it alone reach, a mail server that runs on it. */
export function isOwnMachine(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/gu, '');
  return host === 'localhost' || LOOPBACK.check(host, host.includes(':') ? 'ipv6' : 'ipv4');
}

function ofSite(setting: 'CITIZEN_ORIGIN' | 'DESK_ORIGIN', origin: string, given: Risky): Risk[] {
  if (isOwnMachine(origin)) return [];
  const found: Risk[] = [];
  const clear = origin.startsWith('http:');
  if (clear && given.secureCookies)
    found.push({
      level: 'wrong',
      setting,
      says: `${setting} begins with http: and SECURE_COOKIES is yes, so browsers would keep no cookie and nobody could book or sign in. Put TLS in front and write https, or set SECURE_COOKIES=no for a trial on a closed network.`,
    });
  if (!given.secureCookies)
    found.push({
      level: 'care',
      setting: 'SECURE_COOKIES',
      says: clear
        ? `${setting} begins with http: what people type and the cookies that let them in go over the network in clear.`
        : 'SECURE_COOKIES is no: cookies would also be sent in clear. Take the setting away.',
    });
  if (given.trustedProxies === undefined)
    found.push({
      level: 'care',
      setting: 'TRUSTED_PROXIES',
      says: 'TRUSTED_PROXIES is not set: nobody’s X-Forwarded-For is believed. Behind a proxy everyone then counts as one address, and wrong entries of a few lock all out. Set it to the proxy’s address.',
    });
  return found;
}

/** Backups of a worker that lacks a setting for them are somebody else's, or nobody's; the command cannot do without. */
function ofBackups(command: 'worker' | 'backup', { backupDatabaseUrl, backupDirs, backupKey }: Risky): Risk[] {
  const setting = 'BACKUP_DIRS';
  if (backupDatabaseUrl === undefined || backupDirs === undefined || backupKey === undefined)
    return [
      command === 'backup'
        ? {
            level: 'wrong',
            setting,
            says: 'BACKUP_DATABASE_URL, BACKUP_DIRS and BACKUP_KEY are not all set: no backup can be taken.',
          }
        : {
            level: 'care',
            setting,
            says: 'BACKUP_DATABASE_URL, BACKUP_DIRS and BACKUP_KEY are not all set: this worker takes no backups, another machine must take them (docs/operations.md).',
          },
    ];
  if (backupDirs.length > 1) return [];
  return [
    {
      level: 'care',
      setting,
      says: 'BACKUP_DIRS is one folder: what is lost with it is the only backup. Add another, on another machine at another site.',
    },
  ];
}

/** A door's log as much as the worker's: each process writes its own. Of one that this machine alone reaches nobody asks for it. */
function ofLogs(command: 'citizen' | 'desk' | 'worker' | 'stand-in', { citizenOrigin, deskOrigin, logDir }: Risky): Risk[] {
  const origin = command === 'desk' ? deskOrigin : citizenOrigin;
  // The stand-in is told no origin: it stands before a site that is reached from elsewhere.
  if (logDir !== undefined || (origin === undefined ? command !== 'stand-in' : isOwnMachine(origin))) return [];
  return [
    {
      level: 'care',
      setting: 'LOG_DIR',
      says: `LOG_DIR of ${command} is not set: nobody seals, backs up or keeps its log for the city’s years. Set it to a folder that a worker keeps, or have the journal do all three (docs/operations.md).`,
    },
  ];
}

/** What is risky or cannot work in the settings one process was given. Nothing of it concerns a site that this machine alone reaches. */
export function risksOf(command: 'citizen' | 'desk' | 'worker' | 'stand-in' | 'backup', given: Risky): Risk[] {
  const { citizenOrigin, deskOrigin } = given;
  const found: Risk[] = [];
  if (command === 'citizen' && citizenOrigin !== undefined) found.push(...ofSite('CITIZEN_ORIGIN', citizenOrigin, given));
  if (command === 'desk' && deskOrigin !== undefined) found.push(...ofSite('DESK_ORIGIN', deskOrigin, given));
  if (command === 'desk' && deskOrigin === citizenOrigin && deskOrigin !== undefined)
    found.push({
      level: 'wrong',
      setting: 'DESK_ORIGIN',
      says: 'CITIZEN_ORIGIN and DESK_ORIGIN are the same: each site needs a name of its own.',
    });
  if (command === 'worker' && citizenOrigin !== undefined && !isOwnMachine(citizenOrigin)) {
    if (citizenOrigin.startsWith('http:'))
      found.push({
        level: 'care',
        setting: 'CITIZEN_ORIGIN',
        says: 'CITIZEN_ORIGIN begins with http: the links in mails lead to a site in clear.',
      });
    if (given.advisoriesDaily !== true)
      found.push({
        level: 'care',
        setting: 'ADVISORIES_DAILY',
        says: 'ADVISORIES_DAILY is not yes: nobody is told of a known hole in a component. Let the worker ask every morning, or run "madoguchi components --vulnerabilities" by hand each day.',
      });
    found.push(...ofBackups(command, given));
    if (given.auditHeads === undefined)
      found.push({
        level: 'care',
        setting: 'AUDIT_HEADS',
        says: 'AUDIT_HEADS is not set: nobody would notice a log whose end was cut off. Set it to a file on another machine or medium.',
      });
  }
  if (command === 'backup') found.push(...ofBackups(command, given));
  else found.push(...ofLogs(command, given));
  if (given.auditKey !== undefined && given.auditKey === given.cookieSecret)
    found.push({
      level: 'wrong',
      setting: 'AUDIT_KEY',
      says: 'AUDIT_KEY and COOKIE_SECRET are the same: make a key of its own for the log.',
    });
  return found;
}
