import { renderToString } from 'preact-render-to-string';
import type { Caught } from './store.ts';

const LINK = /(https?:\/\/[^\s]+)/gu;

const Words = ({ text }: { text: string }) => (
  <pre style="white-space:pre-wrap;font:inherit">
    {text.split(LINK).map((piece, i) => (i % 2 === 1 ? <a href={piece}>{piece}</a> : piece))}
  </pre>
);

/** The demo's page of caught mails, newest first; nothing here leaves the machine. */
export const mailPage = (mails: readonly Caught[]): string =>
  `<!DOCTYPE html>${renderToString(
    <html lang="ja">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>届いたメール（試験用）</title>
      </head>
      <body style="font-family:sans-serif;line-height:1.7;max-width:48rem;margin:0 auto;padding:1rem">
        <h1>届いたメール（試験用）</h1>
        <p>ここには、このコンピューターの中で送られたメールだけが入ります。外へは送られません。新しい順です。</p>
        <p>
          <a href="/">最新の状態にする</a>
        </p>
        {mails.length === 0 && <p>まだ1通も届いていません。予約サイトでメールアドレスを入力すると、ここに届きます。</p>}
        {mails.map((mail) => (
          <article style="border-top:2px solid #1a1a1a;padding:1rem 0">
            <h2 style="font-size:1.25rem;margin:0">{mail.subject}</h2>
            <p style="margin:0;color:#4d4d4d">
              {mail.to.join('、')} ― {mail.at}
              {mail.times > 1 && `（同じメールが${mail.times}回）`}
            </p>
            <Words text={mail.text} />
          </article>
        ))}
      </body>
    </html>,
  )}`;
