import { eraDate, longDate } from '../dates/format.ts';
import type { ValueRefusal } from '../values/read.ts';

type Of = Record<ValueRefusal, string>;

/** What a form says of a value it cannot take, by the kind of value. Each language has its own. */
export type Sentences = {
  text: (label: string, most: number) => Of;
  line: (label: string, most: number) => Of;
  lines: (label: string, lines: number, each: number) => Of;
  number: (label: string, least: number, most: number, unit: string) => Of;
  time: (label: string) => Of;
  day: (label: string) => Of;
  /** A day typed without its year that would be next year's. `day` is 2027-11-20. */
  nextYear: (label: string, day: string) => string;
  /** How one of several days is called. */
  dayOfSeveral: (at: number, typed: string) => string;
  manyDays: (label: string, most: number) => string;
  phone: (label: string) => Of;
  mail: (label: string) => Of;
  code: (label: string) => Of;
  choice: (label: string) => string;
  /** At least one of several must be ticked. */
  some: (label: string) => string;
  /** A time was typed and its day was not. */
  dayMissing: (label: string) => string;
  timeMissing: (label: string) => string;
};

const text = (label: string, most: number): Of => ({
  empty: `${label}を入力してください。`,
  'too-long': `${label}は、${most}文字までにしてください。`,
  unreadable: `${label}に、使えない文字があります。`,
  impossible: `${label}に、個人番号（マイナンバー）、申請書ID、暗証番号のどれかと思われる文字があります。個人番号、申請書ID、暗証番号は記録できません。消してから、もう一度押してください。`,
});

/** One sentence, whatever is wrong. */
export const alike = (sentence: string): Of => ({
  empty: sentence,
  'too-long': sentence,
  unreadable: sentence,
  impossible: sentence,
});

/** Of two days, as their boxes are called. */
export const endsBeforeWords = (from = '開始日', to = '終了日'): string => `${to}が、${from}より前です。`;
/** Of two times: what begins and ends at the same one is wrong too. */
export const lastsNoTimeWords = (from = '開始時刻', to = '終了時刻'): string => `${to}は、${from}より後にしてください。`;

export const japaneseSentences: Sentences = {
  text,
  line: (label, most) => ({
    ...text(label, most),
    unreadable: `${label}は、1行で入力してください。使えない文字（制御文字など）も消してください。`,
  }),
  lines: (label, lines, each) => ({
    ...text(label, each),
    'too-long': `${label}は、${lines}行まで、1行${each}文字までにしてください。`,
  }),
  number: (label, least, most, unit) => alike(`${label}は、${least}から${most}までの数（${unit}）で入力してください。`),
  time: (label) => ({
    ...alike(`${label}を読み取れません。17:00 のように入力してください。`),
    empty: `${label}を入力してください。例：17:00`,
    impossible: `${label}は、0:00から24:00までの時刻にしてください。`,
  }),
  day: (label) => ({
    ...alike(`${label}を読み取れません。令和8年12月1日 や 2026-12-01 のように入力してください。`),
    empty: `${label}を入力してください。例：令和8年12月1日`,
    impossible: `${label}は、暦にない日か、曜日と合わない日です。`,
  }),
  nextYear: (label, day) =>
    `${label}に年がありません。今年のその日は過ぎているため、来年の${longDate(day)}になります。その日でよければ、年から入力してください。例：${eraDate(day)}`,
  dayOfSeveral: (at, typed) => `${at}つ目の「${typed}」`,
  manyDays: (label, most) => `${label}は、${most}日までにしてください。`,
  phone: (label) => ({
    ...text(label, 20),
    unreadable: `${label}を読み取れません。03-1234-5678 のように入力してください。`,
  }),
  mail: (label) => ({
    ...text(label, 254),
    unreadable: `${label}の書き方を確かめてください。`,
  }),
  code: (label) => alike(`${label}は、半角の英小文字・数字・ハイフンで、40文字までにしてください。`),
  choice: (label) => `${label}を選んでください。`,
  some: (label) => `${label}を1つ以上選んでください。`,
  dayMissing: (label) => `${label}の日も入力してください。`,
  timeMissing: (label) => `${label}の時刻を「9:00」のように入力してください。`,
};
