import { Button, Checkbox, LinkButton, PostForm } from '../../../lib/html/index.ts';
import { Page } from '../../frame.tsx';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import type { AskedList } from './asked.ts';
import { filterQuery } from './page.tsx';

/** Which columns a clerk sees of a list; paper and files hold the same. */
export function ColumnsPage({ ask, asked }: { ask: SignedAsk; asked: AskedList }) {
  const { list, columns } = asked;
  const query = filterQuery(asked);
  return (
    <Page ask={ask} title={`列を選ぶ：${list.title}`}>
      <h1>{list.title}の列を選ぶ</h1>
      <p class="lead">画面、印刷、CSV、Excelに出る列です。次からも、この列で表示します。</p>
      <PostForm action={withQuery(paths.listColumns(list.code), query)} token={ask.token} class="desk-form">
        <fieldset class="field">
          <legend class="label">列</legend>
          {list.columns.map((column, at) => (
            <Checkbox name={`column-${column.code}`} label={column.head} checked={columns.includes(at)} />
          ))}
        </fieldset>
        <p class="acts">
          <Button>この列で表示する</Button>
          <Button kind="second" name="act" value="usual">
            初期の列に戻す
          </Button>
          <LinkButton href={withQuery(paths.list(list.code), query)} kind="second">
            やめる
          </LinkButton>
        </p>
      </PostForm>
    </Page>
  );
}
