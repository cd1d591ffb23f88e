// No key, token or password lies in the tree: every file that git holds or could take is read by secretlint; prints where, never what.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createEngine } from '@secretlint/node';
import { ROOT } from '../../src/lib/root.ts';

/** Values that look like secrets and are none, each with why. */
const ALLOWED = [
  // The demo prints them; with DATABASE_URL there are no such accounts.
  'demo-admin-kurume',
  'demo-counter-kurume',
  // Of servers that live as long as a bench or a test.
  'a secret for benches that is long enough',
  'a secret for tests that is long enough',
  // Of accounts in tests.
  'correct horse battery',
  'set by the link 1',
  'a password of a test',
  // Of accounts of the city to practise in, whose data are made up; the plan of the training names it.
  'renshu-no-aikotoba',
  // A path, a field, a fault's code.
  '/password',
  'form_token',
  'foreign-form',
  // What a setting is for, in words (build/papers/settings-words.ts).
  'クッキーと合言葉の署名の鍵。同じ入口のプロセスで同じにする',
];

/** What secretlint's own rules do not know. */
const patterns = (allowed: readonly string[]) => [
  {
    name: 'a password',
    patterns: [
      `/(?:password|passwd|passphrase|secret|token|api_?key)["']?\\s*[:=]\\s*["'](?!(?:${allowed.join('|')})["'])[^"'$\\n]{8,}["']/gi`,
    ],
  },
  { name: 'a password in SQL', patterns: [`/\\bPASSWORD\\s+'(?!(?:${allowed.join('|')})')[^'$\\n]{4,}'/g`] },
  {
    name: 'a password in an address',
    patterns: ['/\\b[a-z][a-z0-9+.-]*:\\/\\/[^\\s:/@\'"`]+:(?!pw@|pw%40x@|PASSWORD@|…@)[^\\s@\'"`/$]+@/gi'],
  },
  { name: 'a signed token', patterns: ['/\\beyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}\\./g'] },
  { name: 'a private key', patterns: ['/-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY/g'] },
  { name: 'a key of AWS or a token of npm', patterns: ['/\\b(?:AKIA[0-9A-Z]{16}|npm_\\w{30,})/g'] },
  {
    name: 'a file that holds secrets by its name',
    filePathGlobs: ['**/.env', '**/.env.*', '**/.npmrc', '**/.pgpass', '**/id_{rsa,ed25519,ecdsa}', '**/*.{pem,key,p12,pfx,jks}'],
  },
];

/** The engine with our rules. Its answer is a text with a line for each find, masked. */
const engine = (allowed: readonly string[] = ALLOWED) =>
  createEngine({
    cwd: ROOT,
    formatter: 'unix',
    color: false,
    maskSecrets: true,
    configFileJSON: {
      rules: [
        { id: '@secretlint/secretlint-rule-preset-recommend' },
        { id: '@secretlint/secretlint-rule-pattern', options: { patterns: patterns(allowed) } },
      ],
    },
  });

/** Where one text holds what looks like a secret; empty where it holds none. */
export async function secretsIn(filePath: string, content: string, allowed: readonly string[] = ALLOWED): Promise<string> {
  const { output } = await (await engine(allowed)).executeOnContent({ content, filePath });
  return output;
}

async function main(): Promise<number> {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const filePathList = listed
    .split('\0')
    .filter((path) => path !== '' && !/\.(?:png|gz|ico)$/u.test(path))
    .map((path) => join(ROOT, path));
  const { ok, output } = await (await engine()).executeOnFiles({ filePathList });
  if (output !== '') console.error(output);
  console.log(`${filePathList.length} files`);
  return ok && filePathList.length > 0 ? 0 : 1;
}

if (import.meta.main) {
  // The engine's profiler searches all its marks at each mark: a minute of a processor for 2,000 files, 4 s without.
  performance.mark = (name) => ({ name, entryType: 'mark', startTime: 0, duration: 0, detail: null, toJSON: () => ({}) });
  process.exitCode = await main();
}
