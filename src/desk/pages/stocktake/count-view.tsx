import type { CountedCard } from '../../../cards/stocktake-read.ts';
import { clockTime } from '../../../lib/dates/format.ts';
import { cityMinute, deskMoment } from '../../../lib/dates/jst.ts';
import { Button, type FormErrors, PostForm, Says } from '../../../lib/html/index.ts';
import { DeskForm } from '../../parts/form.tsx';
import { scannedBirth } from '../../parts/scan-answer.tsx';
import { ScanForm } from '../../parts/scan-form.tsx';
import { Section } from '../../parts/section.tsx';
import { SharedIdBox } from '../../parts/shared-id.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { noteForm } from './forms.ts';
import { headOf, Said } from './parts.tsx';
import type { CountProps } from './props.ts';
import { FOREIGN_WORDS, mayBePut, nameOf } from './words.ts';

type Props = { ask: SignedAsk; props: CountProps };

/** The last scan, large: sign, what to do first, whose it is, why. */
function Answer({ ask, props }: Props) {
  const { stopped, several, last, again, stocktake } = props;
  if (several !== undefined)
    return <SharedIdBox ask={ask} cards={several} action={paths.stocktake(stocktake.id)} submit="このカードを確認済にする" />;
  if (stopped !== undefined)
    return (
      <section class="scan-answer scan-wrong" data-sound="wrong" role="alert">
        <p class="scan-sign">× 記録していません</p>
        <p class="scan-name code">{stopped.code.slice(0, 40)}</p>
        <p>{stopped.why}</p>
      </section>
    );
  if (last === undefined) return null;
  const name = (
    <p class="scan-name">
      {nameOf(last)}　{scannedBirth(last)}　<span class="code">{last.noticeId ?? ''}</span>
    </p>
  );
  if (last.result === 'seen')
    return (
      <section class={`scan-answer ${again ? 'scan-care' : 'scan-done'}`} data-sound={again ? 'wrong' : 'done'} role="status">
        <p class="scan-sign">{again ? '！ 確認済です' : '✓ 確認済'}</p>
        <p class="scan-place">{last.position ?? ''}</p>
        {name}
      </section>
    );
  if (last.foreign === null || !last.last)
    return (
      <section class="scan-answer scan-done" data-sound="done" role="status">
        <p class="scan-sign">✓ この箱に入れました</p>
        <p class="scan-place">{last.place ?? ''}</p>
        {name}
      </section>
    );
  const { first, why } = FOREIGN_WORDS[last.foreign](last);
  return (
    <section class="scan-answer scan-wrong" data-sound="wrong" role="alert">
      <p class="scan-sign">× {first}</p>
      {name}
      <p>{why}「この箱にないカード」に記録しました。</p>
      {mayBePut(last) && (
        <PostForm action={paths.stocktakeAct(stocktake.id, 'put')} token={ask.token} hidden={{ card: String(last.cardId) }}>
          <Button kind="second">この箱に入れたことを記録する</Button>
        </PostForm>
      )}
    </section>
  );
}

const PEGS = { seen: '確認済', left: '未確認', out: '箱の外' } as const;

/** Every position of the box that a card belongs in: seen, not yet, or taken out by the records. */
function Pegs({ props: { boxed, left } }: { props: CountProps }) {
  const open = new Set(left.map(({ cardId }) => cardId));
  return (
    <ol class="pegs">
      {boxed.map(({ id, position, whereabouts }) => {
        const is = open.has(id) || whereabouts === 'missing' ? 'left' : whereabouts === 'shelf' ? 'seen' : 'out';
        return (
          <li class={`peg peg-${is}`}>
            {is === 'out' ? '－' : (position ?? '？')}
            <span class="unseen">{PEGS[is]}</span>
          </li>
        );
      })}
    </ol>
  );
}

const RECENT = 8;

/** Takes back what was seen of a card last. */
const Unsee = ({ ask, stocktake, card }: { ask: SignedAsk; stocktake: number; card: CountedCard }) => (
  <PostForm action={paths.stocktakeAct(stocktake, 'unsee')} token={ask.token} hidden={{ card: String(card.cardId) }}>
    <Button kind="second">
      取消<span class="unseen">：{nameOf(card)}</span>
    </Button>
  </PostForm>
);

function Recent({ ask, props: { cards, stocktake } }: Props) {
  const seen = cards.filter(({ result }) => result === 'seen');
  return (
    <section class="count-part" aria-labelledby="seen">
      <h2 id="seen">
        確認済 <b>{seen.length}枚</b>
      </h2>
      <ul class="scan-recent">
        {seen.slice(0, RECENT).map((card) => (
          <li>
            <span>
              {clockTime(cityMinute(card.at))}　{card.position ?? ''}　{nameOf(card)}　{scannedBirth(card)}
            </span>
            {card.last && <Unsee ask={ask} stocktake={stocktake.id} card={card} />}
          </li>
        ))}
      </ul>
      {seen.length > RECENT && <p class="soft">ほか{seen.length - RECENT}枚</p>}
    </section>
  );
}

/** Cards nobody has seen yet: ticked by hand where there is no scanner. */
function Left({ ask, props: { left, stocktake } }: Props) {
  return (
    <section class="count-part" aria-labelledby="left">
      <h2 id="left">
        未確認 <b>{left.length}枚</b>
      </h2>
      {left.length === 0 ? (
        <p class="soft">箱の記録のカードは、すべて確認しました。</p>
      ) : (
        <PostForm action={paths.stocktakeAct(stocktake.id, 'tick')} token={ask.token}>
          <ul class="count-left">
            {left.map((card) => (
              <li>
                <label>
                  <input type="checkbox" name={`card-${card.cardId}`} value="yes" />
                  <b>{card.position ?? '－'}</b> {nameOf(card)} {scannedBirth(card)}{' '}
                  <span class="code soft">{card.noticeId ?? ''}</span>
                </label>
              </li>
            ))}
          </ul>
          <Button kind="second">印を付けたカードを確認済にする</Button>
        </PostForm>
      )}
    </section>
  );
}

function ForeignCards({ ask, props: { cards, stocktake } }: Props) {
  const foreign = cards.filter(({ result }) => result === 'foreign');
  return (
    <section class="count-part" aria-labelledby="foreign">
      <h2 id="foreign">
        この箱にないカード <b>{foreign.length}枚</b>
      </h2>
      <ul class="scan-recent">
        {foreign.map((card) => (
          <li>
            <span>
              {nameOf(card)} {scannedBirth(card)} <span class="code soft">{card.noticeId ?? ''}</span>
              <br />
              {card.foreign === null || !card.last ? '処理済' : FOREIGN_WORDS[card.foreign](card).first}
            </span>
            {card.last && <Unsee ask={ask} stocktake={stocktake.id} card={card} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

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
        submit={left.length === 0 ? '数え終える' : `数え終える（${left.length}枚を所在確認中にする）`}
      />
      <PostForm action={paths.stocktakeAct(stocktake.id, 'drop')} token={ask.token} class="acts">
        <Button kind="stop">棚卸を取りやめる</Button>
      </PostForm>
    </Section>
  );
}

/** A stock-take under way: one field that always has the focus, and what has been seen, not seen, or does not belong there. */
export function CountPage({ ask, props, errors }: Props & { errors: FormErrors }) {
  const { stocktake, boxed } = props;
  const out = boxed.filter(({ whereabouts }) => whereabouts !== 'shelf' && whereabouts !== 'missing').length;
  return (
    <TitledPage {...headOf(ask, stocktake)} errors={errors} told={<Said ask={ask} />}>
      <ScanForm
        ask={ask}
        action={paths.stocktake(stocktake.id)}
        label="カードを読み取る"
        hint="箱のカードを1枚ずつ読み取ってください。1枚ごとに記録します。途中でやめても、続きから再開できます。"
      />
      <Answer ask={ask} props={props} />
      <div class="count-parts">
        <section class="count-part" aria-labelledby="boxed">
          <h2 id="boxed">
            箱の記録 <b>{boxed.length}枚</b>
          </h2>
          {out > 0 && <p class="soft">このうち{out}枚は、引き抜きなどで箱の外にあります。</p>}
          <Pegs props={props} />
        </section>
        <Recent ask={ask} props={props} />
        <Left ask={ask} props={props} />
        <ForeignCards ask={ask} props={props} />
      </div>
      <End ask={ask} props={props} errors={errors} />
      <p class="soft">
        開始 {deskMoment(stocktake.begunAt)}　{stocktake.begunBy ?? ''}
      </p>
    </TitledPage>
  );
}
