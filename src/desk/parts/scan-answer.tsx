import type { ComponentChildren } from 'preact';
import type { ScannedCard } from '../../cards/scan.ts';
import type { Stop } from '../../counter/judge-scan.ts';
import { eraDate } from '../../lib/dates/format.ts';

/** Whose card it is, where this clerk may see it. */
export const scannedName = (card: Pick<ScannedCard, 'who'>): string => card.who?.name ?? '支援措置';

type Born = { who: ScannedCard['who']; birthDate: string | null; birthText: string | null };
type Named = Born & Pick<ScannedCard, 'noticeId'>;

/** Their birthday, which tells apart who shares an ID, or even the name; empty where this clerk may not see them. */
export const scannedBirth = ({ who, birthDate, birthText }: Born): string =>
  who === null ? '' : birthDate === null ? birthText || '生年月日は不明' : eraDate(birthDate);

/** 「置いたまま」 and the like are no mistake: another colour than a wrong card. */
const lookOf = ({ sign }: Stop): 'care' | 'wrong' => (sign === '×' ? 'wrong' : 'care');

/** A scan that recorded nothing, the same wherever cards are scanned one by one. */
export type RefusedScan = { kind: 'stopped'; card: ScannedCard; stop: Stop } | { kind: 'unknown'; code: string };

type Look = 'done' | 'care' | 'wrong';

const MARKS: Readonly<Record<Look, string>> = { done: '✓', care: '！', wrong: '×' };

/** The sign of an answer as a drawing: circle, triangle, square. Its letter stands unseen beside the words. */
const Sign = ({ look }: { look: Look }) => (
  <svg class="scan-drawn" viewBox="0 0 96 96" width="96" height="96" aria-hidden="true" focusable="false">
    {look === 'done' ? (
      <>
        <circle class="scan-ground" cx="48" cy="48" r="46" />
        <path class="scan-cut" d="m25 50 16 16 31-34" />
      </>
    ) : look === 'care' ? (
      <>
        <path class="scan-ground" d="M48 4 94 88H2z" />
        <path class="scan-cut" d="M48 32v30M48 70v10" />
      </>
    ) : (
      <>
        <rect class="scan-ground" x="2" y="2" width="92" height="92" rx="8" />
        <path class="scan-cut" d="m26 26 44 44M70 26 26 70" />
      </>
    )}
  </svg>
);

type Props = {
  look: Look;
  /** What to do first, or what was done, in words. */
  says: string;
  /** Where the card goes or belongs, the largest thing. `label`: what that place is, where the words do not say it. */
  place?: string | undefined;
  label?: string | undefined;
  card?: Named | undefined;
  /** What was read, where no card is meant by it. */
  code?: string;
  children?: ComponentChildren;
};

/** What the last scan came to, large: read from two metres, told by sign, words, colour and sound. */
export const ScanAnswerBox = ({ look, says, place, label, card, code, children }: Props) => (
  <section
    class={`scan-answer scan-${look}`}
    data-sound={look === 'done' ? 'done' : 'wrong'}
    role={look === 'done' ? 'status' : 'alert'}
  >
    <Sign look={look} />
    <div class="scan-told">
      <p class="scan-says">
        <span class="unseen">{MARKS[look]} </span>
        {says}
      </p>
      {place !== undefined && place !== '' && (
        <p class="scan-place">
          {label !== undefined && <small>{label}　</small>}
          {place}
        </p>
      )}
      {card !== undefined && (
        <p class="scan-name">
          <b>{scannedName(card)}</b>　{scannedBirth(card)}　<span class="code">{card.who === null ? '' : card.noticeId}</span>
        </p>
      )}
      {code !== undefined && <p class="scan-name code">{code.slice(0, 40)}</p>}
      {children}
    </div>
  </section>
);

/** A card that is left alone: what to do first, where it lies by the records, whose it is, why. Off its shelf no box is named: it would be carried there. */
export function StoppedScanBox({ card, stop }: { card: ScannedCard; stop: Stop }) {
  const look = lookOf(stop);
  const belongs = [card.officeName, card.place].filter((word) => word !== null && word !== '').join(' ');
  return (
    <ScanAnswerBox
      look={look}
      says={stop.first}
      place={card.whereabouts !== 'shelf' || card.place === null || stop.first.includes(belongs) ? undefined : belongs}
      label={stop.back === true ? '戻す場所' : '保管場所'}
      card={card}
    >
      <p>{stop.why}何も記録していません。</p>
    </ScanAnswerBox>
  );
}

/** Nothing was found by what was read: said alike of an ID that no card has and of one whose card this clerk may not see (支援措置). */
export const NOT_FOUND =
  '登録されたカードにありません。読み取り直してください。カードがお手元にあるのに読み取れないときは、ラベルか製造番号を読み取るか、権限のある職員に渡してください。英字のない前のラベル（例：K-345）で読み取れないカードは、袋のラベルを印刷し直すと読み取れます。';

export const RefusedScanBox = ({ answer }: { answer: RefusedScan }) =>
  answer.kind === 'stopped' ? (
    <StoppedScanBox card={answer.card} stop={answer.stop} />
  ) : (
    <ScanAnswerBox look="wrong" says="読み取れません" code={answer.code}>
      <p>{NOT_FOUND}何も記録していません。</p>
    </ScanAnswerBox>
  );
