import { expect, test } from 'vitest';
import { configFor } from '../../config.ts';
import { proxyCommand } from './command.ts';

const SETTINGS = { CITIZEN_ORIGIN: 'https://yoyaku.city.example.jp', DESK_ORIGIN: 'https://desk.lg.example.jp:8443' };

const printed = (args: string[], settings: Record<string, string> = {}): string => {
  const said: string[] = [];
  proxyCommand(args, { config: configFor('proxy', { ...SETTINGS, ...settings }), log: (line) => void said.push(line) });
  return said.join('\n');
};
const server = (text: string, name: string): string =>
  text.split(/^server \{$/mu).find((one) => one.includes(`server_name ${name};`) && one.includes('ssl_certificate')) ?? '';

test('[11(1)a] both machines stand behind both sites; a site that does not answer gives way to the stand-in, the desk does not', () => {
  const text = printed(['--machines', '10.0.0.1, 10.0.0.2'], { CITIZEN_PORT: '3100', STAND_IN_PORT: '3104' });
  for (const one of ['10.0.0.1:3100', '10.0.0.2:3100', '10.0.0.1:3001', '10.0.0.2:3001'])
    expect(text).toContain(`server ${one} `);
  const [citizens, desk] = [server(text, 'yoyaku.city.example.jp'), server(text, 'desk.lg.example.jp')];
  expect(citizens).toContain('proxy_pass http://127.0.0.1:3104;');
  expect(desk).not.toContain('stand_in');
  expect(desk).toContain('listen 8443 ssl');
  expect(desk).toContain('client_max_body_size 201m;');
  // One name of shared memory for two uses: nginx does not start.
  expect(new Set(text.match(/(?<=keys_zone=|shared:)\w+/gu))).toEqual(new Set(['madoguchi', 'madoguchi_tls']));
  expect(text.split('{').length).toBe(text.split('}').length);
});

test('a certificate is renewed through the site without TLS: what its issuer asks for is answered, all else leads to TLS', () => {
  const plain = printed([])
    .split(/^server \{$/mu)
    .filter((one) => one.includes('listen 80;'));
  expect(plain).toHaveLength(2);
  for (const one of plain) {
    expect(one).toMatch(/location \/\.well-known\/acme-challenge\/ \{\s+root \/var\/www\/html;/u);
    // A redirect of the whole server would come first.
    expect(one).toMatch(/location \/ \{\s+return 301 /u);
  }
});

test('what leads to TLS leads to the port of the site; whoever asks for a page of their own waits for nobody else who does', () => {
  const text = printed([]);
  expect(text).toContain('return 301 https://yoyaku.city.example.jp$request_uri;');
  expect(text).toContain('return 301 https://desk.lg.example.jp:8443$request_uri;');
  expect(text).not.toMatch(/^\s*proxy_cache_lock/mu);
  const one = printed([], { DESK_ORIGIN: 'https://yoyaku.city.example.jp:8443' });
  expect(one.match(/listen 80;/gu)).toHaveLength(1);
});

test('[11(12)d] who asks is told as the proxy saw them, and no log of the proxy has a path', () => {
  const text = printed([]);
  expect(text.match(/X-Forwarded-For \$remote_addr;/gu)).toHaveLength(3);
  expect(text.match(/access_log \/\S+ madoguchi;/gu)).toHaveLength(2);
  expect(/^log_format.*$/mu.exec(text)?.[0]).not.toMatch(/request_uri|\$request |\$uri|referer|user_agent/u);
});

test('[8(1)④a] the proxy takes files as large as the desk does, by the one setting, and has the desk say that one was larger', () => {
  const desk = server(printed([], { UPLOAD_MB: '40' }), 'desk.lg.example.jp');
  expect(desk).toContain('client_max_body_size 41m;');
  expect(desk).toContain('error_page 413 /too-large;');
  expect(desk.split('location = /too-large {')[1]).toMatch(/internal;[\s\S]*proxy_pass_request_body off;/u);
});

test('what cannot stand in the file is said', () => {
  expect(() => printed(['--machines', 'a;b'])).toThrow('one or two IP addresses');
  expect(() => printed(['--machines', '10.0.0.1,10.0.0.2,10.0.0.3'])).toThrow('one or two IP addresses');
  expect(() => printed(['--certificates', '/etc/x;'])).toThrow('a folder by its whole path');
  expect(() => printed(['--unknown'])).toThrow('proxy [--machines');
  expect(() => configFor('proxy', {})).toThrow('CITIZEN_ORIGIN is missing');
  expect(printed(['--machines', '2001:db8::1'])).toContain('server [2001:db8::1]:3000 ');
});
