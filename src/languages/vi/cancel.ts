import type { Page } from '../catalogues.ts';

export const cancel: Page<'cancel'> = {
  title: 'Xác nhận hủy',
  heading: 'Bạn muốn hủy lịch hẹn này?',
  lead: 'Hủy rồi thì không lấy lại được. Nếu chỉ muốn đổi ngày giờ hoặc nơi, hãy nhấn “Thay đổi nơi hoặc ngày giờ”.',
  number: 'Số lịch hẹn',
  when: 'Ngày giờ',
  office: { card: 'Nơi nhận thẻ', person: 'Nơi làm thủ tục' },
  who: 'Người đến',
  people: { other: '{count} người (tất cả)' },
  cancel: 'Hủy lịch hẹn',
  cancelAll: { other: 'Hủy cả {count} người' },
  one: 'Chỉ hủy một người',
  change: 'Thay đổi nơi hoặc ngày giờ',
  keep: 'Không hủy',
  doneTitle: 'Đã hủy lịch hẹn',
  mailed: 'Chúng tôi báo cho bạn bằng email.',
  done: {
    card: ['Bạn có thể nhận thẻ sau khi đặt hẹn lại.'],
    person: ['Bạn có thể đặt hẹn lại.'],
  },
  calendar: { says: 'Lịch đã thêm vào ứng dụng lịch có thể xóa bằng cách mở tệp sau.', file: 'Xóa khỏi ứng dụng lịch' },
  again: 'Đặt hẹn lại',
  finish: 'Về trang đầu',
};
