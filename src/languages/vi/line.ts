import type { Page } from '../catalogues.ts';

export const line: Page<'line'> = {
  title: 'Bạn đang xếp hàng chờ',
  lead: 'Trang đặt hẹn hiện rất đông. Khi đến lượt bạn, trang tiếp theo sẽ tự mở.',
  before: 'Số người đợi trước bạn',
  people: { other: '{count} người' },
  about: { other: 'khoảng {count} người' },
  next: 'Sắp đến lượt bạn',
  turn: 'Đã đến lượt bạn. Trang tiếp theo đang mở.',
  pressed: 'Nội dung bạn nhập chưa được gửi. Khi đến lượt, hãy nhập lại.',
  keepTitle: 'Lượt của bạn được giữ',
  keep: [
    'Bạn có thể tải lại trang, hoặc đóng rồi quay lại trong vòng 1 giờ. Lượt của bạn không đổi.',
    'Lượt thuộc về trình duyệt này. Nếu mở bằng thiết bị hoặc trình duyệt khác, bạn phải xếp lại từ cuối hàng. Hãy cho phép cookie.',
  ],
  look: 'Xem lượt của tôi',
  self: 'Trang này tự cập nhật.',
  still: 'Ngừng tự cập nhật',
  meanwhileTitle: 'Trong lúc chờ',
  meanwhile: 'Bạn có thể xem chỗ trống tại các quầy mà không cần chờ.',
  offices: 'Xem chỗ trống',
};
