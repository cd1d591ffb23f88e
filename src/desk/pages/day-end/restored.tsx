import { Notice, RadioGroup, Says } from '../../../lib/html/index.ts';

/** Of a day that was open when the database was restored: whoever closes it says whether mails go, for they may have left in the hours that are lost. */
export function RestoredMails({ asks }: { asks: boolean }) {
  if (!asks) return <input type="hidden" name="mails" value="send" />;
  return (
    <div class="desk-section">
      <Notice kind="care" title="案内メールは、すでに送られているかもしれません">
        <Says>
          バックアップからの復元で失われた時間に、この日の日締めをしていたときは、案内メールも送られています。もう一度送ると、同じ案内が2通届きます。
        </Says>
      </Notice>
      <RadioGroup
        name="mails"
        legend="案内メール"
        need="must"
        choices={[
          { value: 'send', label: '送る', more: '失われた時間に、この日の日締めをしていません' },
          { value: 'none', label: '送らない', more: '失われた時間に、この日の日締めをしました。または、分かりません' },
        ]}
      />
    </div>
  );
}
