import { moveCard } from '../../../cards/custody.ts';
import type { Card } from '../../../cards/read.ts';
import { whereCardIs } from '../../../cards/whereabouts.ts';
import { form, line, select } from '../../../lib/form/index.ts';
import { type FormErrors, hasErrors, Says, SummaryList } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import type { Office } from '../../../offices/read.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { ownOffices } from '../../parts/office.tsx';
import { person } from '../../parts/subject.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { withCard } from '../../parts/visible-card.ts';
import { birthday } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, get, go, needs, post, type Route, type SignedAsk, show } from '../../route.ts';

/** Where a card was found, in words: kept with the movement, at the desk and by scan. */
export const foundNote = () => line('見つかった所', 200, { hint: '例：支所の窓口の引出し。氏名は入力しないでください。' });

const foundForm = (offices: readonly Office[]) =>
  form<{ office: string; note: string }>({
    office: select<string>(
      '見つかった場所',
      offices.map(({ code, name }) => ({ value: code, label: name })),
    ),
    note: foundNote(),
  });

function page(ask: SignedAsk, card: Card, offices: readonly Office[], errors: FormErrors = {}): Answer {
  const { first, also } = whereCardIs(card);
  const own = offices.find(({ id }) => id === ask.session.officeId) ?? offices[0];
  return show(
    <TitledPage ask={ask} title="別の場所で見つかった" errors={errors}>
      <SummaryList
        rows={[
          { term: '氏名', value: printable(card.name).text },
          { term: '生年月日', value: birthday(card, ask.clock) },
          { term: '交付通知書ID', value: card.noticeId },
          { term: '記録上の所在', value: first, more: also },
        ]}
      />
      <Says class="lead">
        元の箱とは別の所で見つかったカードは、見つかった場所の窓口にあるカードとして記録します。そのあとに、保管、回送、返送を記録してください。元の箱にあったときは、「保管する」で読み取ります。
      </Says>
      <DeskForm
        ask={ask}
        form={foundForm(offices)}
        action={paths.foundElsewhere(card.id)}
        values={own === undefined ? {} : { office: own.code }}
        errors={errors}
        submit="見つかったことを記録する"
        back={{ href: paths.person(card.id), words: 'やめる' }}
      />
    </TitledPage>,
    hasErrors(errors) ? 422 : 200,
  );
}

/** A missing card that was found in another place than its own (§8(2)⑩), by hand. */
export const foundRoutes: readonly Route[] = [
  needs(
    'people.see',
    get(
      paths.foundElsewhere(':card'),
      'cards.move',
      withCard(async (ask, card) => page(ask, card, await ownOffices(ask))),
    ),
  ),
  needs(
    'people.see',
    post(
      paths.foundElsewhere(':card'),
      'cards.move',
      { words: '見つかったカードの記録', of: person },
      withCard(async (ask, card) => {
        const offices = await ownOffices(ask);
        const typed = readForm(ask, foundForm(offices));
        if (!typed.ok) return page(ask, card, offices, typed.errors);
        const office = offices.find(({ code }) => code === typed.value.office);
        const moved = await moveCard(ask.db, ask.actor, {
          cardId: card.id,
          event: 'found-at',
          toOfficeId: office?.id ?? null,
          note: typed.value.note,
        });
        return go(withQuery(paths.person(card.id), moved.ok ? { done: 'found' } : { refused: moved.reason }));
      }),
    ),
  ),
];
