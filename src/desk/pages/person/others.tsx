import { whereWords } from '../../../cards/whereabouts.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { Table, wholeCol } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import type { OtherCard } from '../../../reservations/other-cards.ts';
import { StatusState } from '../../parts/state.tsx';
import { birthday } from '../../parts/words.ts';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';

type Props = { ask: SignedAsk; id: string; title: string; cards: readonly OtherCard[] };

/** When it comes, with the way to its page where it may be seen. */
function VisitWords({ visit: { id, day, startMinute, officeName } }: { visit: NonNullable<OtherCard['visit']> }) {
  const words = `${shortDate(day)} ${clockTime(startMinute)}　${officeName}`;
  return id === null ? <span>{words}</span> : <a href={paths.reservation(id)}>{words}</a>;
}

function Cards({ ask, id, title, cards }: Props) {
  if (cards.length === 0) return null;
  return (
    <section class="desk-section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <Table
        caption={`${title}の一覧`}
        wide
        columns={[wholeCol('交付通知書ID'), '氏名・生年月日', wholeCol('交付状況'), '所在', '予約']}
        rows={cards.map((card) => [
          <a class="code" href={paths.person(card.id)}>
            {card.noticeId}
          </a>,
          <>
            {printable(card.who?.name ?? '').text}
            <span class="sub">{birthday(card, ask.clock)}</span>
          </>,
          <StatusState category={card.statusCategory} name={card.statusName} />,
          whereWords(card),
          card.visit === null ? '' : <VisitWords visit={card.visit} />,
        ])}
      />
    </section>
  );
}

/** Cards that could be taken for this one: old and new ones of the same person, and others under its notice ID. */
export const OtherCards = ({ ask, cards }: { ask: SignedAsk; cards: readonly OtherCard[] }) => (
  <>
    <Cards ask={ask} id="own-cards" title="この方のほかのカード" cards={cards.filter(({ samePerson }) => samePerson)} />
    <Cards ask={ask} id="same-id" title="同じ交付通知書IDの別の方" cards={cards.filter(({ samePerson }) => !samePerson)} />
  </>
);
