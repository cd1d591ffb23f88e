import { usesOf } from '../../../calendar/judge.ts';
import { Button, LinkButton, Notice, Says } from '../../../lib/html/index.ts';
import { smallId } from '../../../lib/values/ids.ts';
import { bandWords } from '../../parts/change-words.ts';
import { NotFound } from '../../parts/not-found.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, show } from '../../route.ts';
import { add, ChangePage, type DraftAsk, DraftPress } from './draft.tsx';
import { isUsed, UseList, useHrefs } from './used-by.tsx';

type Pattern = NonNullable<ReturnType<DraftAsk['after']['patterns']['get']>>;

/** Asks once; one in use says where, each place a link to where it is changed (§8(2)⑤f). */
function RetirePage({ ask, pattern, problem }: { ask: DraftAsk; pattern: Pattern; problem?: string }) {
  const use = usesOf(ask.after, pattern.id, ask.day);
  const back = withQuery(paths.draftChange(ask.draft.id, 'pattern'), { id: pattern.id });
  return (
    <ChangePage ask={ask} title={`パターン「${pattern.name}」を廃止する`} tab="pattern" problem={problem}>
      <ul class="bullets">
        {pattern.bands.map((band) => (
          <li>{bandWords(band)}</li>
        ))}
      </ul>
      {pattern.retired ? (
        <Notice title="廃止済みです">
          <Says>新しく選ぶことはできません。また使うときは、パターンの画面で変更して、下書きに追加してください。</Says>
        </Notice>
      ) : isUsed(use) ? (
        <Notice kind="care" title="使用している箇所があるため、廃止できません">
          <Says>先に、次の箇所を別のパターンに変更してください。</Says>
          <UseList use={use} names={ask.names} hrefs={useHrefs(ask)} />
        </Notice>
      ) : (
        <DraftPress ask={ask} what="pattern-retired" class="desk-form" hidden={{ id: String(pattern.id) }}>
          <p class="lead">使用している箇所はありません。公開すると、選べなくなります。過ぎた日の記録は、そのまま残ります。</p>
          <p class="acts">
            <Button kind="stop">廃止する</Button>
            <LinkButton href={back} kind="second">
              戻る
            </LinkButton>
          </p>
        </DraftPress>
      )}
      {(pattern.retired || isUsed(use)) && (
        <p class="acts">
          <LinkButton href={back} kind="second">
            パターンへ戻る
          </LinkButton>
        </p>
      )}
    </ChangePage>
  );
}

const named = (ask: DraftAsk, input: unknown, then: (pattern: Pattern) => Answer | Promise<Answer>): Answer | Promise<Answer> => {
  const id = smallId(input);
  const pattern = id.ok ? ask.after.patterns.get(id.value) : undefined;
  return pattern === undefined ? show(<NotFound ask={ask} />, 404) : then(pattern);
};

export const retireForm = (ask: DraftAsk) =>
  named(ask, ask.query['id'], (pattern) => show(<RetirePage ask={ask} pattern={pattern} />));

export const submitRetire = (ask: DraftAsk) =>
  named(ask, ask.body['id'], (pattern) =>
    add(ask, [{ kind: 'pattern-retired', id: pattern.id }], (fresh, problem) =>
      show(<RetirePage ask={fresh} pattern={pattern} problem={problem} />),
    ),
  );
