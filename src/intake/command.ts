import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ConfigFor } from '../config.ts';
import type { Clock } from '../lib/clock.ts';
import { ENCODING_NAMES } from '../lib/csv/inspect.ts';
import { deskMoment } from '../lib/dates/jst.ts';
import { connect, type Db } from '../lib/db/db.ts';
import { Said } from '../lib/said.ts';
import { smallId } from '../lib/values/ids.ts';
import { grouped } from '../lib/values/numbers.ts';
import { importFormer, undoFormer } from './former/command.ts';
import { importCards } from './import-cards.ts';
import type { ImportReport, ImportRequest } from './import-report.ts';
import { DEFAULT_PROFILE, readProfile, shippedProfiles } from './profile.ts';
import { progressBar } from './progress.ts';
import { undoImport } from './undo.ts';
import { refusalWords } from './words.ts';

const IMPORT_USAGE = `madoguchi import cards FILE [--profile NAME|FILE.json] [--dry-run] [--strict] [--again] [--rejected FILE]
    takes a list of cards in; rows that cannot be taken are written to a file of their own, with line, column and reason
    --dry-run   reads, judges and counts; stores nothing
    --strict    stores nothing where any row cannot be taken
    --again     also where the very same file was taken in before
madoguchi import undo NUMBER
    takes an import back, as far as nothing has happened to its cards since
madoguchi import reservations FILE [--dry-run] [--mails]
    reservations taken before going live, by the template of the desk (設定 › 稼働前の予約); full slots are left out
    --mails     sends the mail of a booking to who has an address
madoguchi import undo-reservations NUMBER
    takes such a file back, as far as nothing has happened to its reservations since
madoguchi import profiles`;

/** What was asked cannot be done; the message says why, the command ends with 1. */
class ImportCommandError extends Said {}

type ImportContext = {
  config: ConfigFor<'import'>;
  clock: Clock;
  log: (line: string) => void;
  /** Where the progress bar is drawn: the terminal, where there is one. Null: nowhere. */
  screen?: { write(text: string): unknown } | null;
};

const OPERATOR = { kind: 'operator' } as const;

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        profile: { type: 'string', default: DEFAULT_PROFILE },
        'dry-run': { type: 'boolean', default: false },
        strict: { type: 'boolean', default: false },
        again: { type: 'boolean', default: false },
        rejected: { type: 'string' },
        mails: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new ImportCommandError(`${error instanceof Error ? error.message : ''}\n${IMPORT_USAGE}`);
  }
}

/**
 * `madoguchi import …`. A long list is a statement of many seconds: this connection has no time limit.
 * @throws ImportCommandError with words for the operator
 */
export async function importCommand(args: readonly string[], context: ImportContext): Promise<void> {
  const { values, positionals } = read(args);
  const [act, given, ...more] = positionals;
  if (act === 'profiles') {
    for (const name of await shippedProfiles()) context.log(name);
    return;
  }
  const acts = ['cards', 'undo', 'reservations', 'undo-reservations'];
  if (act === undefined || !acts.includes(act) || given === undefined || more.length > 0)
    throw new ImportCommandError(IMPORT_USAGE);
  const db = connect({ url: context.config.deskDatabaseUrl, max: 2, name: 'madoguchi-import', queryTimeoutMs: 0 });
  try {
    if (act === 'undo') await undo(db, given, context.log);
    else if (act === 'reservations')
      await importFormer(db, given, { dryRun: values['dry-run'], mails: values.mails }, context.log);
    else if (act === 'undo-reservations') {
      const id = smallId(given);
      if (!id.ok) throw new ImportCommandError(IMPORT_USAGE);
      await undoFormer(db, id.value, context.log);
    } else await cards(db, given, values, context);
  } finally {
    await db.close();
  }
}

async function undo(db: Db, given: string, log: (line: string) => void): Promise<void> {
  const id = smallId(given);
  if (!id.ok) throw new ImportCommandError(IMPORT_USAGE);
  const outcome = await undoImport(db, OPERATOR, id.value);
  if (!outcome.ok) {
    const words = {
      unknown: 'その番号の取り込みはありません。',
      nothing_stored: 'その取り込みでは、何も登録されていません。',
      undone_already: 'その取り込みは、すでに取り消されています。',
      changed_meanwhile: 'カードの状況が変わりました。',
    };
    throw new ImportCommandError(words[outcome.reason]);
  }
  const { removed, kept, putBack, leftAsIs } = outcome.value;
  log(`取り込み ${id.value} を取り消しました。`);
  log(`  消したカード ${count(removed)}、元に戻したカード ${count(putBack)}`);
  if (kept + leftAsIs > 0) log(`  その後に予約や変更があったため残したカード ${count(kept + leftAsIs)}`);
}

type Values = ReturnType<typeof read>['values'];

async function cards(db: Db, path: string, values: Values, { config, clock, log, screen }: ImportContext): Promise<void> {
  const profile = await readProfile(values.profile);
  if (!profile.ok) throw new ImportCommandError(refusalWords(profile.reason, profile.detail));
  if (profile.value.assumed) log(`注意: 形式「${profile.value.title}」は想定です。${profile.value.note}`);
  const bar = progressBar(screen === undefined ? (process.stderr.isTTY ? process.stderr : null) : screen);
  const stamp = clock.now().toString().replaceAll(/\D/gu, '').slice(0, 14);
  const request: ImportRequest = {
    path: resolve(path),
    fileName: basename(path),
    profile: profile.value,
    dryRun: values['dry-run'],
    strict: values.strict,
    again: values.again,
    rejectedPath: resolve(values.rejected ?? join(config.dataDir, 'imports', `${basename(path)}.${stamp}.rejected.csv`)),
    onProgress: bar.show,
  };
  const outcome = await importCards(db, clock, OPERATOR, request).finally(bar.clear);
  if (!outcome.ok) {
    const more = outcome.reason === 'strict' ? `\n受け付けられない行: ${request.rejectedPath}` : '';
    throw new ImportCommandError(`${path}: ${refusalWords(outcome.reason, outcome.detail)}${more}`);
  }
  for (const line of reportLines(outcome.value)) log(line);
}

/** Reasons that are told on a terminal, the most frequent first. */
const MOST_REASONS = 10;

const count = (number: number): string => `${grouped(number)}件`;

/** What an import did, line by line, in words. */
export function reportLines(report: ImportReport): string[] {
  if (report.before !== undefined) {
    return [
      `このファイルは${deskMoment(report.before)}に取り込み済みです。${report.because === 'newer' ? 'そのあとに新しい一覧を取り込んでいるため、' : ''}変わったところはありません。（もう一度取り込むには --again）`,
    ];
  }
  const { fresh, changed, conflicts } = report;
  const lines = [
    `${report.dryRun ? '試しに読みました。何も登録していません。' : `取り込みました（取込みの番号 ${report.importId}）。`}${ENCODING_NAMES[report.encoding]}、${grouped(report.rows)}行`,
    `  新しいカード ${count(fresh)}、変わったカード ${count(changed)}、変わらないカード ${count(report.unchanged)}`,
  ];
  const say = (number: number, words: string): void => {
    if (number > 0) lines.push(`  ${words} ${count(number)}`);
  };
  say(conflicts, '職員の確認が必要（同じ通知書IDと生年月日で氏名が違うなど）');
  say(report.waiting, 'すでに確認を待っているもの');
  say(report.dropped, '確認の結果、そのままにしたもの');
  say(report.over, '交付や廃棄が済んでいるカード');
  say(report.repeated, '同じ内容の行');
  say(report.birthUnknown, '生年月日がすべては分からないカード（職員だけが予約できます）');
  say(report.kanaMissing, 'カナのないカード');
  say(report.addressesKept, '一覧と異なるため、職員が確かめた住所を残したカード');
  say(report.officesFound, '交付場所が登録されたため、交付場所が決まったカード');
  say(report.officesKept, '交付場所が変わったが、所在は変更していないカード');
  say(report.phonesMended, '失われた先頭の0を補った電話番号');
  say(report.postalsMended, '失われた先頭の0を補った郵便番号');
  say(report.blank, '空の行');
  say(report.unprintable, '外字などで表示できない文字のあるカード');
  say(report.rejected, '受け付けられなかった行');
  for (const { column, reason, count: rows, first } of (report.reasons ?? []).slice(0, MOST_REASONS))
    lines.push(`    ${column === '' ? '' : `${column}: `}${reason}　${count(rows)}（${first[0]?.line ?? 0}行目など）`);
  if (report.absent.length > 0) lines.push(`  形式にある次の列が、ファイルにありません: ${report.absent.join('、')}`);
  if (report.unused.length > 0) lines.push(`  取り込まない列: ${report.unused.join('、')}`);
  if (report.unended)
    lines.push('  最後の行が改行で終わっていません。ファイルが途中で切れていないか、最後の行を確かめてください。');
  const codesOf = (retired: boolean): string =>
    report.unknownOffices
      .filter((one) => (one.retired ?? false) === retired)
      .map(({ code, cards }) => `${code}（${count(cards)}）`)
      .join('、');
  const [unknown, retired] = [codesOf(false), codesOf(true)];
  if (retired !== '')
    lines.push(
      `  廃止した交付場所のコード: ${retired}`,
      '    交付場所のないカードになります。交付場所を使用中に戻すと、交付場所が決まります。コードの誤りなら、直したファイルを取り込んでください。',
    );
  if (unknown !== '') {
    lines.push(
      `  登録されていない交付場所のコード: ${unknown}`,
      '    交付場所をこのコードで追加すると、これらのカードの交付場所が決まります。コードの誤りなら、直したファイルを取り込んでください。',
    );
  }
  if (report.rejectedFile !== undefined) lines.push(`  受け付けられなかった行は次のファイルにあります: ${report.rejectedFile}`);
  if (fresh + changed + conflicts + report.officesFound === 0) lines.push('変わったところはありません。');
  return lines;
}
