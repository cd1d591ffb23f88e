import { type BoxDay, differs } from '../../../intake/box-day.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import type { Right } from '../../../staff/rights.ts';
import { paths, withQuery } from '../../paths.ts';

/** The steps of a delivery's day, in their order. */
export const STEP_NAMES = ['枚数の確認', '取込み', '保管', '袋のラベル', '交付前設定', '通知の発送'] as const;
type StepName = (typeof STEP_NAMES)[number];

/** One step of a delivery's day. `left`: how many cards or rows wait; null: nothing is known yet. `beside`: it need not be done. */
export type Step = {
  name: StepName;
  left: number | null;
  /** What `left` counts, where it is no card; empty: it is not counted. */
  unit?: '枚' | '件' | '';
  /** What stands now, in a sentence. */
  says: string;
  beside?: true;
  /** The page where it is done, for who may. */
  go?: { href: string; words: string; right: Right };
};

function numberStep(day: BoxDay): Step {
  const { importId, told, listed } = day;
  const name = '枚数の確認';
  const go = { href: `${paths.boxDay(importId)}#number`, words: '枚数を入力する', right: 'cards.move' } as const;
  if (told === null) return { name, left: null, go, says: `一覧は${grouped(listed)}枚です。J-LISの枚数を入力してください。` };
  const numbers = `J-LIS ${grouped(told.cards)}枚、一覧 ${grouped(listed)}枚${told.counted === null ? '' : `、数えた枚数 ${grouped(told.counted)}枚`}`;
  if (!differs(day)) return { name, left: 0, says: `${numbers}。一致しています。` };
  return told.explainedAt === null
    ? { name, left: 1, unit: '', go, says: `${numbers}。一致していません。探すか、理由を入力してください。` }
    : { name, left: 0, says: `${numbers}。説明：${told.explanation}（${told.explainedBy ?? ''}）` };
}

/** What keeps notices from being posted: their cards are in no box yet, or not set up. */
function beforePosting({ unplaced, toSetUp, toPost }: BoxDay): string {
  if (toPost === 0) return '';
  const first = [
    ...(unplaced > 0 ? [`保管（${grouped(unplaced)}枚）`] : []),
    ...(toSetUp > 0 ? [`交付前設定（${grouped(toSetUp)}枚）`] : []),
  ];
  return first.length === 0 ? '' : `。先に、${first.join('と')}をしてください。`;
}

/** The steps of a delivery in their order, each as the cards themselves say. Pure. */
export function stepsOf(day: BoxDay): Step[] {
  const { importId, uploadId, cards, conflicts, rejected, unplaced, unlabelled, toSetUp, toPost } = day;
  const leftOf = (left: number, all: string): string => (left === 0 ? `${all}（${grouped(cards)}枚）` : `残り${grouped(left)}枚`);
  return [
    numberStep(day),
    {
      name: '取込み',
      left: conflicts,
      unit: '件',
      says: `カード${grouped(cards)}枚。${rejected > 0 ? `受け付けられない行 ${grouped(rejected)}行。` : ''}${conflicts > 0 ? `氏名相違 残り${grouped(conflicts)}件。` : ''}`,
      go:
        conflicts > 0
          ? { href: paths.conflicts, words: '氏名相違を判断する', right: 'intake.decide' }
          : {
              href: uploadId === null ? paths.intake : paths.intakeFile(uploadId),
              words: '取込みの結果を見る',
              right: 'intake.take',
            },
    },
    {
      name: '保管',
      left: unplaced,
      says: leftOf(unplaced, 'すべて箱に入っています'),
      go: { href: paths.placing, words: 'まとめて保管する', right: 'cards.move' },
    },
    {
      name: '袋のラベル',
      left: unlabelled,
      beside: true,
      says:
        unlabelled === 0
          ? 'すべて印刷したか、発送しています'
          : `印刷していないカード ${grouped(unlabelled)}枚。ラベルを使わないときは、不要です。一度に1,000枚まで印刷できます。`,
      go: {
        href: withQuery(paths.labels, { of: 'sleeves', file: importId, fresh: 'yes' }),
        words: 'この箱のカード全部のラベルを印刷する',
        right: 'cards.move',
      },
    },
    {
      name: '交付前設定',
      left: toSetUp,
      says: leftOf(toSetUp, 'すべて設定しています'),
      go: { href: paths.setUp, words: '1枚ずつ読み取って記録する', right: 'cards.move' },
    },
    {
      name: '通知の発送',
      left: toPost,
      says: `${leftOf(toPost, 'すべて発送しています')}${beforePosting(day)}`,
      go: {
        href: withQuery(paths.posting, { kind: 'first', file: importId }),
        words: '宛名ラベル・差出票・発送の記録',
        right: 'people.see',
      },
    },
  ];
}

const isOpen = ({ left, beside }: Step): boolean => beside !== true && left !== 0;

/** How many steps are not done. */
export const openSteps = (steps: readonly Step[]): number => steps.filter(isOpen).length;

/** The one to do next: the first that is not done and has to be. */
export const nextStep = (steps: readonly Step[]): Step | undefined => steps.find(isOpen);

/** How a step stands, in a word. */
export function signOf({ left, unit = '枚', beside }: Step): string {
  if (left === 0) return '✓ 済';
  if (left === null) return '－ 未確認';
  if (unit === '') return '！ 不一致';
  return `${beside === true ? '－ 任意' : '！'} 残り${grouped(left)}${unit}`;
}
