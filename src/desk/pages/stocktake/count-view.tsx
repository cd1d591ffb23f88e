import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, type FormErrors, PostForm, Says } from '../../../lib/html/index.ts';
import { DeskForm } from '../../parts/form.tsx';
import { Progress } from '../../parts/progress.tsx';
import { ScanForm } from '../../parts/scan-form.tsx';
import { Section } from '../../parts/section.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { CountAnswer } from './count-answer.tsx';
import { Boxed, ForeignCards, NotSeen, Seen } from './count-parts.tsx';
import { noteForm } from './forms.ts';
import { headOf, Said } from './parts.tsx';
import type { CountProps } from './props.ts';

type Props = { ask: SignedAsk; props: CountProps };

/** The end of a count, with what it will write. */
function End({ ask, props: { left, stocktake, fingerprint }, errors }: Props & { errors: FormErrors }) {
  return (
    <Section id="end" title="数え終える">
      <Says>
        {left.length === 0
          ? '箱の記録のカードは、すべて確認しました。'
          : `未確認の${left.length}枚は、「所在確認中」になります。見落としがないか、もう一度箱を確かめてください。`}
      </Says>
      <DeskForm
        ask={ask}
        form={noteForm}
        action={paths.stocktakeAct(stocktake.id, 'end')}
        values={{}}
        errors={errors}
        seen={fingerprint}
        submit={left.length === 0 ? '数え終える' : <Button kind="second">数え終える（{left.length}枚を所在確認中にする）</Button>}
      />
      <PostForm action={paths.stocktakeAct(stocktake.id, 'drop')} token={ask.token} class="acts">
        <Button kind="stop">棚卸を取りやめる</Button>
      </PostForm>
    </Section>
  );
}

/** A stock-take under way: one field that always has the focus, and what has been seen, not seen, or does not belong there. */
export function CountPage({ ask, props, errors }: Props & { errors: FormErrors }) {
  const { stocktake, cards, left } = props;
  const seen = cards.filter(({ result }) => result === 'seen').length;
  return (
    <TitledPage
      {...headOf(ask, stocktake)}
      errors={errors}
      told={<Said ask={ask} />}
      pick={<Progress done={seen} all={seen + left.length} />}
    >
      <ScanForm
        ask={ask}
        action={paths.stocktake(stocktake.id)}
        label="カードを読み取る"
        hint="箱のカードを1枚ずつ読み取ってください。1枚ごとに記録します。途中でやめても、続きから再開できます。"
      />
      <CountAnswer ask={ask} props={props} />
      <div class="count-parts">
        <Boxed props={props} />
        <Seen ask={ask} props={props} />
        <NotSeen ask={ask} props={props} />
        <ForeignCards ask={ask} props={props} />
      </div>
      <End ask={ask} props={props} errors={errors} />
      <p class="soft">
        開始 {deskMoment(stocktake.begunAt)}　{stocktake.begunBy ?? ''}
      </p>
    </TitledPage>
  );
}
