import type { Conflict, Decision } from '../../../intake/decide.ts';
import { Notice, PostForm, Says } from '../../../lib/html/index.ts';
import { Acts } from '../../parts/form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { Sides } from './side.tsx';
import { ASKED } from './words.ts';

/** What was chosen, asked once more beside both records: a booking may hang on it. */
export function AskPage({ ask, conflict, decision }: { ask: SignedAsk; conflict: Conflict; decision: Decision }) {
  const { title, says, words } = ASKED[decision];
  return (
    <TitledPage ask={ask} title={title}>
      <div class="table-box">
        <table class="table">
          <caption class="unseen">2つの登録の違い</caption>
          <tbody>
            <tr>
              <Sides ask={ask} conflict={conflict} />
            </tr>
          </tbody>
        </table>
      </div>
      <Notice kind="care">
        <Says>{says}</Says>
      </Notice>
      <PostForm action={paths.decide(conflict.id)} token={ask.token} hidden={{ decision }}>
        <Acts submit={`「${words}」で確定する`} back={{ href: paths.conflicts, words: 'やめる' }} />
      </PostForm>
    </TitledPage>
  );
}
