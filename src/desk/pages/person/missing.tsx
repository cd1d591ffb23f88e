import { moveCard } from '../../../cards/custody.ts';
import type { Card } from '../../../cards/read.ts';
import { type Whereabouts, whereCardIs } from '../../../cards/whereabouts.ts';
import { form, line } from '../../../lib/form/index.ts';
import { type FormErrors, hasErrors, Says, SummaryList } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { can } from '../../../staff/rights.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import type { May } from '../../parts/may.tsx';
import { person } from '../../parts/subject.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { withCard } from '../../parts/visible-card.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, get, go, needs, post, type Route, type SignedAsk, show } from '../../route.ts';

const missingForm = form<{ note: string | null }>({
  note: line('探した場所', 200, { hint: '例：A棚 3箱と前後の箱、窓口の引出し' }).optional(),
});

const HERE: readonly Whereabouts[] = ['shelf', 'pulled', 'counter'];

/** What may be recorded of a card's whereabouts from its page: that a closed one leaves for good, that it is not found, and the way to record that it is. */
export function whereaboutsMay(session: SignedAsk['session'], card: Card): May[] {
  const leaves: May[] =
    can(session, 'cards.destroy') && !card.isOpen && HERE.includes(card.whereabouts)
      ? [{ words: '返納・送付を記録する', href: paths.depart }]
      : [];
  return [...leaves, ...searchMay(session, card)];
}

function searchMay(session: SignedAsk['session'], card: Card): May[] {
  if (!can(session, 'cards.move') || card.whereabouts === 'gone') return [];
  return card.whereabouts === 'missing'
    ? [
        { words: 'カードが見つかった（読み取って保管する）', href: paths.cardScan('shelve') },
        { words: 'カードが別の場所で見つかった', href: paths.foundElsewhere(card.id) },
      ]
    : [{ words: 'カードが見つからない', href: paths.missing(card.id) }];
}

function page(ask: SignedAsk, card: Card, errors: FormErrors = {}): Answer {
  const { first, also } = whereCardIs(card);
  return show(
    <TitledPage ask={ask} title="所在確認中にする" errors={errors}>
      <SummaryList
        rows={[
          { term: '氏名', value: printable(card.name).text },
          { term: '交付通知書ID', value: card.noticeId },
          { term: '記録上の所在', value: first, more: also },
        ]}
      />
      <Says class="lead">
        記録の場所にカードがないときに使います。見つかったときは、「保管する」で読み取ると、元の箱に戻ります。別の場所で見つかったときは、「カードが別の場所で見つかった」で記録します。
      </Says>
      <DeskForm
        ask={ask}
        form={missingForm}
        action={paths.missing(card.id)}
        values={{}}
        errors={errors}
        submit="所在確認中にする"
        back={{ href: paths.person(card.id), words: 'やめる' }}
      />
    </TitledPage>,
    hasErrors(errors) ? 422 : 200,
  );
}

export const missingRoutes: readonly Route[] = [
  needs(
    'people.see',
    get(
      paths.missing(':card'),
      'cards.move',
      withCard(async (ask, card) => page(ask, card)),
    ),
  ),
  needs(
    'people.see',
    post(
      paths.missing(':card'),
      'cards.move',
      { words: '所在確認中の記録', of: person },
      withCard(async (ask, card) => {
        const typed = readForm(ask, missingForm);
        if (!typed.ok) return page(ask, card, typed.errors);
        const moved = await moveCard(ask.db, ask.actor, {
          cardId: card.id,
          event: 'found-missing',
          note: typed.value.note ?? '',
        });
        return go(withQuery(paths.person(card.id), moved.ok ? { done: 'missing' } : { refused: moved.reason }));
      }),
    ),
  ),
];
