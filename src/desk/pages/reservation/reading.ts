import { oneBox } from '../../../lib/form/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { isLatinReading } from '../../../lib/values/latin.ts';
import { kanaName, NAME_LONGEST } from '../../../lib/values/texts.ts';
import type { ReservationRow } from '../../../reservations/read.ts';

type Member = ReservationRow['members'][number];

/** Their reading as they gave it themselves. */
export const givenBy = ({ kana, typedKana }: Member): string => typedKana ?? kana;

/** Who of a visit came in with a reading in Latin letters: their kana are for staff to write, and to correct. */
export const readableOf = ({ members }: Pick<ReservationRow, 'members'>): Member[] =>
  members.filter((one) => one.cardId === null && one.awaits === null && isLatinReading(givenBy(one)));

/** Those of them whose kana nobody has written yet. */
export const unreadOf = (reservation: Pick<ReservationRow, 'members'>): Member[] =>
  readableOf(reservation).filter(({ typedKana }) => typedKana === null);

export const kanaBox = ({ position }: Pick<Member, 'position'>): string => `kana-${position}`;

/** The kana of one of them as staff wrote them; empty: not yet. */
export const kanaWritten = ({ kana, typedKana }: Member): string => (typedKana === null ? '' : kana);

/** The box for the kana of one of them; left empty, they stay as they are. */
export const kanaField = (member: Member) =>
  oneBox<string>(
    {
      label: `カナ（${printable(member.name).text}）`,
      look: { as: 'text' },
      parse: () => kanaName,
      wrong: ({ sentences }, called) => sentences.text(called, NAME_LONGEST),
      show: (text) => text,
    },
    {
      need: 'may',
      hint:
        member.typedKana === null
          ? `ご本人は、ローマ字で「${member.kana}」と入力しています。読み方を確かめて、カタカナで入力します。分からないときは、空欄のままにします。`
          : `ご本人は、ローマ字で「${member.typedKana}」と入力しています。登録したカナが違うときは、入力し直します。空欄にしても、カナは消えません。`,
      wrong: { unreadable: 'カナは、カタカナかひらがなで入力してください。' },
    },
  ).or('');
