import { oneBox } from '../../../lib/form/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { isLatinReading, kanaName, NAME_LONGEST } from '../../../lib/values/texts.ts';
import type { ReservationRow } from '../../../reservations/read.ts';

type Member = ReservationRow['members'][number];

/** Who of a visit came in with a reading in Latin letters that nobody has put into kana yet. */
export const unreadOf = ({ members }: Pick<ReservationRow, 'members'>): Member[] =>
  members.filter(({ cardId, awaits, kana }) => cardId === null && awaits === null && isLatinReading(kana));

export const kanaBox = ({ position }: Pick<Member, 'position'>): string => `kana-${position}`;

/** The kana of one of them; empty: not yet. */
export const kanaField = ({ name, kana }: Member) =>
  oneBox<string>(
    {
      label: `カナ（${printable(name).text}）`,
      look: { as: 'text' },
      parse: () => kanaName,
      wrong: ({ sentences }, called) => sentences.text(called, NAME_LONGEST),
      show: (text) => text,
    },
    {
      need: 'may',
      hint: `ご本人は、ローマ字で「${kana}」と入力しています。読み方を確かめて、カタカナで入力します。分からないときは、空欄のままにします。`,
      wrong: { unreadable: 'カナは、カタカナかひらがなで入力してください。' },
    },
  ).or('');
