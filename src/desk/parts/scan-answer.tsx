import type { ComponentChildren } from 'preact';
import type { ScannedCard } from '../../cards/scan.ts';
import type { Stop } from '../../counter/judge-scan.ts';
import { clockTime, eraDate, shortDate } from '../../lib/dates/format.ts';

/** Whose card it is, where this clerk may see it. */
export const scannedName = (card: Pick<ScannedCard, 'who'>): string => card.who?.name ?? '支援措置';

/** When somebody comes; empty where this clerk may not see them. */
export const scannedVisit = ({ day, startMinute }: { day: string | null; startMinute: number | null }): string =>
  day === null || startMinute === null ? '' : `${shortDate(day)} ${clockTime(startMinute)}`;

type Born = { who: ScannedCard['who']; birthDate: string | null; birthText: string | null };
type Named = Born & Pick<ScannedCard, 'noticeId'>;

/** Their birthday, which tells apart who shares an ID, or even the name; empty where this clerk may not see them. */
export const scannedBirth = ({ who, birthDate, birthText }: Born): string =>
  who === null ? '' : birthDate === null ? birthText || '生年月日は不明' : eraDate(birthDate);

/** 「置いたまま」 and the like are no mistake: another colour than a wrong card. */
export const lookOf = ({ sign }: Stop): 'care' | 'wrong' => (sign === '×' ? 'wrong' : 'care');

/** A scan that recorded nothing, the same wherever cards are scanned one by one. */
export type RefusedScan = { kind: 'stopped'; card: ScannedCard; stop: Stop } | { kind: 'unknown'; code: string };

type Props = {
  look: 'done' | 'care' | 'wrong';
  /** The sign with what to do first, large. */
  sign: string;
  /** Where the card goes, large. */
  place?: string | undefined;
  card?: Named | undefined;
  /** What was read, where no card is meant by it. */
  code?: string;
  children?: ComponentChildren;
};

/** What the last scan came to, large: read from two metres, told by sign, words, colour and sound. */
export const ScanAnswerBox = ({ look, sign, place, card, code, children }: Props) => (
  <section
    class={`scan-answer scan-${look}`}
    data-sound={look === 'done' ? 'done' : 'wrong'}
    role={look === 'done' ? 'status' : 'alert'}
  >
    <p class="scan-sign">{sign}</p>
    {place !== undefined && <p class="scan-place">{place}</p>}
    {card !== undefined && (
      <p class="scan-name">
        {scannedName(card)}　{scannedBirth(card)}　<span class="code">{card.who === null ? '' : card.noticeId}</span>
      </p>
    )}
    {code !== undefined && <p class="scan-name code">{code.slice(0, 40)}</p>}
    {children}
  </section>
);

export const RefusedScanBox = ({ answer }: { answer: RefusedScan }) =>
  answer.kind === 'stopped' ? (
    <ScanAnswerBox look={lookOf(answer.stop)} sign={`${answer.stop.sign} ${answer.stop.first}`} card={answer.card}>
      <p>{answer.stop.why}何も記録していません。</p>
    </ScanAnswerBox>
  ) : (
    <ScanAnswerBox look="wrong" sign="× 読み取れません" code={answer.code}>
      <p>登録されたカードにありません。読み取り直してください。何も記録していません。</p>
    </ScanAnswerBox>
  );
