import { keepCard, keepNoMore } from '../../../cards/keep.ts';
import type { Card } from '../../../cards/read.ts';
import { form, text } from '../../../lib/form/index.ts';
import { type FormErrors, Notice, Says } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { person } from '../../parts/subject.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { withCard } from '../../parts/visible-card.ts';
import { paths, withQuery } from '../../paths.ts';
import { get, go, post, type Route, type SignedAsk, show } from '../../route.ts';

const keepForm = form<{ why: string }>({
  why: text('理由', 200, { rows: 2, hint: '例：受け取りについて照会中。カードと本人の画面に表示します。' }),
});

function KeepPage({ ask, card, errors }: { ask: SignedAsk; card: Card; errors: FormErrors }) {
  return (
    <TitledPage ask={ask} title="保存年数を過ぎても残す" errors={errors}>
      <p class="lead">
        <b>{printable(card.name).text}</b>さん　<span class="code">{card.noticeId}</span>
      </p>
      <Notice kind="care">
        <Says>
          市が定めた年数を過ぎても、このカードの記録、その予約、それらの操作履歴を消さないようにします。メール送信の記録は、日数のとおりに消えます。カードのない予約は、残せません。残す必要がなくなったら、カードと本人の画面で解除してください。
        </Says>
      </Notice>
      <DeskForm
        ask={ask}
        form={keepForm}
        action={paths.keepCard(card.id)}
        values={{}}
        errors={errors}
        submit="残す"
        back={{ href: paths.person(card.id), words: 'やめる' }}
      />
    </TitledPage>
  );
}

/** A card that is kept beyond the years of the city, and the way back (§8(1)⑧). */
export const keepRoutes: readonly Route[] = [
  get(
    paths.keepCard(':card'),
    'cards.keep',
    withCard((ask, card) => show(<KeepPage ask={ask} card={card} errors={{}} />)),
  ),
  post(
    paths.keepCard(':card'),
    'cards.keep',
    { words: '保存年数を過ぎても記録を残す登録', of: person },
    withCard(async (ask, card) => {
      const typed = readForm(ask, keepForm);
      if (!typed.ok) return show(<KeepPage ask={ask} card={card} errors={typed.errors} />, 422);
      const kept = await keepCard(ask.db, ask.actor, card.id, typed.value.why);
      return go(
        withQuery(paths.person(card.id), kept.ok ? { done: kept.value ? 'kept' : 'kept-before' } : { refused: kept.reason }),
      );
    }),
  ),
  post(
    paths.keepNoMore(':card'),
    'cards.keep',
    { words: '記録を残すことの解除', of: person },
    withCard(async (ask, card) => {
      const lifted = await keepNoMore(ask.db, ask.actor, card.id);
      return go(withQuery(paths.person(card.id), { done: lifted ? 'kept-no-more' : 'not-kept' }));
    }),
  ),
];
