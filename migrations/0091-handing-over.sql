-- What was collected, what was paid and who received the card when it was handed over. One row an act that says more than that the holder received it;
-- it holds as long as the act does.
CREATE TABLE counter.handings (
  act_id bigint PRIMARY KEY REFERENCES counter.acts ON DELETE CASCADE,
  -- Of the old ones: notice-card (通知カード), old-card (旧マイナンバーカード), basic-card (住民基本台帳カード).
  collected text[] NOT NULL CHECK (collected <@ ARRAY['notice-card', 'old-card', 'basic-card']),
  lost text[] NOT NULL CHECK (lost <@ ARRAY['notice-card', 'old-card', 'basic-card'] AND NOT lost && collected),
  -- Yen. Due and not paid: exempt.
  fee_due integer NOT NULL CHECK (fee_due >= 0),
  fee_paid integer NOT NULL CHECK (fee_paid IN (0, fee_due)),
  receiver text NOT NULL CHECK (receiver IN ('holder', 'legal', 'proxy')),
  proxy_name text NOT NULL DEFAULT '',
  relation text NOT NULL DEFAULT '',
  CHECK ((receiver = 'holder') = (proxy_name = '' AND relation = ''))
);
