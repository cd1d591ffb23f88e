import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SETTINGS } from './config/settings.ts';
import { configFor, settingsTable, WrongSettings } from './config.ts';
import { ROOT } from './lib/root.ts';

const CITIZEN = {
  CITIZEN_DATABASE_URL: 'postgres://c:pw@db.example/madoguchi',
  CITIZEN_ORIGIN: 'https://yoyaku.city.kurume.fukuoka.jp',
  COOKIE_SECRET: 'a secret for tests that is long enough',
};

function complaint(environment: Record<string, string>, command: 'citizen' | 'start' = 'start'): string {
  try {
    configFor(command, environment);
  } catch (error) {
    if (error instanceof WrongSettings) return error.message;
    throw error;
  }
  return '';
}

describe('settings', () => {
  test('what a command needs is there, the rest has its defaults', () => {
    const config = configFor('citizen', CITIZEN);
    expect(config.citizenDatabaseUrl).toBe(CITIZEN.CITIZEN_DATABASE_URL);
    expect([config.citizenPort, config.deskPort, config.mailPort, config.healthPort]).toEqual([3000, 3001, 3002, undefined]);
    expect(config.secureCookies).toBe(true);
    expect(config.trustedProxies).toBeUndefined();
  });

  test('all that is missing is named at once, with what is allowed', () => {
    expect(complaint({}, 'citizen').split('\n')).toEqual([
      'CITIZEN_DATABASE_URL is missing (needed by "citizen"). Allowed: postgres://USER:PASSWORD@HOST:PORT/DATABASE, of several machines HOST:PORT,HOST:PORT',
      'CITIZEN_ORIGIN is missing (needed by "citizen"). Allowed: https://HOST[:PORT], nothing after it',
      'COOKIE_SECRET is missing (needed by "citizen"). Allowed: 32 characters or more, 10 different ones among them, such as "openssl rand -base64 32" gives',
    ]);
  });

  test.each([
    ['CITIZEN_PORT', '70000'],
    ['CITIZEN_PORT', '-1'],
    ['CITIZEN_PORT', '3e3'],
    ['CITIZEN_PORT', '３０００'],
    ['DESK_HOST', 'http://x'],
    ['CITIZEN_ORIGIN', 'https://example.jp/yoyaku'],
    ['CITIZEN_ORIGIN', 'example.jp'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '10.0.0.1,,'],
    ['TRUSTED_PROXIES', '0.0.0.0/0'],
    ['TRUSTED_PROXIES', '128.0.0.0/1'],
    ['TRUSTED_PROXIES', '::/0'],
    ['SECURE_COOKIES', 'maybe'],
    ['MAIL_FROM', 'a@b\r\nBcc: c@d'],
    ['CITIZEN_POOL', '0'],
    ['LOG_LEVEL', 'loud'],
  ])('%s=%j stops with its name, what was given and what is allowed', (name, given) => {
    const said = complaint({ [name]: given });
    expect(said).toContain(name);
    expect(said).toContain(JSON.stringify(given));
    expect(said).toContain('Allowed: ');
  });

  test.each(['DATABASE_URL', 'CITIZEN_DATABASE_URL', 'DESK_DATABASE_URL', 'SMTP_URL', 'COOKIE_SECRET'])(
    'a wrong %s is never shown',
    (name) => {
      const said = complaint({ [name]: 'hunter2:secret' });
      expect(said).toContain(name);
      expect(said).not.toContain('hunter2');
    },
  );

  test('a secret of one letter is none', () => {
    expect(complaint({ COOKIE_SECRET: 'a'.repeat(64) })).toContain('10 different ones');
    expect(complaint({ AUDIT_KEY: 'abcabcabc'.repeat(8) })).toContain('10 different ones');
  });

  test('networks, yes and no, and names in front of an address are read', () => {
    const config = configFor('start', {
      TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      SECURE_COOKIES: 'No',
      MAIL_FROM: '久留米市 <yoyaku@city.kurume.fukuoka.jp>',
      CITIZEN_PORT: ' 0 ',
      CITIZEN_ORIGIN: 'https://example.jp/',
    });
    expect(config.trustedProxies).toEqual(['10.0.0.0/8', '::1']);
    expect(config.secureCookies).toBe(false);
    expect(config.citizenPort).toBe(0);
    expect(config.citizenOrigin).toBe('https://example.jp');
  });

  test('the table names every setting and no path of this machine', () => {
    const table = settingsTable();
    for (const { env } of Object.values(SETTINGS)) expect(table).toContain(`\`${env}\``);
    expect(table).toContain('`.data`');
  });
});

test('docs/configuration.md holds the table of settings as it is', () => {
  expect(readFileSync(join(ROOT, 'docs/configuration.md'), 'utf8')).toContain(settingsTable());
});
