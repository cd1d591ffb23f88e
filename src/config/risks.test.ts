import { expect, test } from 'vitest';
import { type Risky, risksOf } from './risks.ts';

const SAFE: Risky = {
  citizenOrigin: 'https://yoyaku.city.example.jp',
  deskOrigin: 'https://madoguchi.city.example.jp',
  secureCookies: true,
  trustedProxies: ['10.0.0.1'],
  cookieSecret: 'one',
  auditKey: 'another',
  auditHeads: '/mnt/heads',
  logDir: '/var/log/madoguchi',
  backupDatabaseUrl: 'postgres://madoguchi_backup@10.0.0.2/madoguchi',
  backupDirs: ['/mnt/here', '/mnt/there'],
  backupKey: 'a third',
  advisoriesDaily: true,
};
const said = (command: 'citizen' | 'desk' | 'worker' | 'stand-in', change: Partial<Risky>): string =>
  risksOf(command, { ...SAFE, ...change })
    .map(({ level, setting }) => `${level} ${setting}`)
    .join(', ');

test.each(['citizen', 'desk', 'worker'] as const)('settings as they should be: %s has no risk', (command) => {
  expect(said(command, {})).toBe('');
});

test.each<['citizen' | 'desk' | 'worker' | 'stand-in', string, Partial<Risky>, string]>([
  ['citizen', 'an origin in clear', { citizenOrigin: 'http://yoyaku.city.example.jp' }, 'wrong CITIZEN_ORIGIN'],
  ['desk', 'an origin in clear', { deskOrigin: 'http://10.0.0.5' }, 'wrong DESK_ORIGIN'],
  ['worker', 'links in clear', { citizenOrigin: 'http://yoyaku.city.example.jp' }, 'care CITIZEN_ORIGIN'],
  [
    'citizen',
    'an origin in clear, and meant so',
    { citizenOrigin: 'http://yoyaku.city.example.jp', secureCookies: false },
    'care SECURE_COOKIES',
  ],
  ['desk', 'cookies in clear', { secureCookies: false }, 'care SECURE_COOKIES'],
  ['citizen', 'no proxy trusted', { trustedProxies: undefined }, 'care TRUSTED_PROXIES'],
  ['desk', 'both sites under one name', { deskOrigin: 'https://yoyaku.city.example.jp' }, 'wrong DESK_ORIGIN'],
  ['worker', 'heads kept nowhere', { auditHeads: undefined }, 'care AUDIT_HEADS'],
  ['worker', 'logs that nobody keeps', { logDir: undefined }, 'care LOG_DIR'],
  ['citizen', 'logs that nobody keeps', { logDir: undefined }, 'care LOG_DIR'],
  ['desk', 'logs that nobody keeps', { logDir: undefined }, 'care LOG_DIR'],
  ['stand-in', 'logs that nobody keeps', { logDir: undefined, citizenOrigin: undefined }, 'care LOG_DIR'],
  ['worker', 'backups that others take', { backupDatabaseUrl: undefined }, 'care BACKUP_DIRS'],
  ['worker', 'backups in one folder', { backupDirs: ['/mnt/here'] }, 'care BACKUP_DIRS'],
  ['worker', 'known holes asked by nobody', { advisoriesDaily: false }, 'care ADVISORIES_DAILY'],
  ['worker', 'one secret for two things', { auditKey: 'one' }, 'wrong AUDIT_KEY'],
])('%s: %s', (command, _what, change, risks) => {
  expect(said(command, change)).toBe(risks);
});

test.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])(
  '%s is one’s own machine: no risk',
  (origin) => {
    expect(said('citizen', { citizenOrigin: origin, secureCookies: false, trustedProxies: undefined })).toBe('');
  },
);
