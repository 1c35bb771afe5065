//! Greedy placement of labels: each takes the first free place around its point, or none.

use super::frame::Rect;
use super::text;

/// Labels tried at most; each is compared with those placed before it.
pub(super) const MAX_LABELS: usize = 1_500;
/// Space kept between a sign and its label, in points.
const GAP_PT: f64 = 2.0;
/// Height of a line of text against its size.
const LINE_HEIGHT: f64 = 1.2;

/// A label that wants a place.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    pub(super) text: String,
    /// The point it belongs to, on the sheet.
    pub(super) at: (f64, f64),
    /// Half the side of the sign there; 0 = none, the label may sit on the point itself.
    pub(super) half_pt: f64,
    pub(super) size_pt: f64,
    pub(super) color: &'static str,
    /// Whether its absence must be said on the sheet.
    pub(super) counts: bool,
}

/// A label with its place: the middle of its box.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) wish: Wish,
    pub(super) rect: Rect,
}

/// Places labels in the order given, inside `frame`, clear of `taken` and of each other. Returns
/// the placed ones and how many of those that count found no room.
pub(super) fn place(wishes: Vec<Wish>, frame: &Rect, mut taken: Vec<Rect>) -> (Vec<Placed>, usize) {
    let mut placed = Vec::new();
    let mut unplaced = 0;
    for (index, wish) in wishes.into_iter().enumerate() {
        let free = (index < MAX_LABELS)
            .then(|| {
                candidates(&wish).into_iter().find(|rect| {
                    frame.holds(rect) && !taken.iter().any(|other| other.overlaps(rect))
                })
            })
            .flatten();
        match free {
            Some(rect) => {
                taken.push(rect);
                placed.push(Placed { wish, rect });
            }
            None if wish.counts => unplaced += 1,
            None => {}
        }
    }
    (placed, unplaced)
}

fn candidates(wish: &Wish) -> Vec<Rect> {
    let (x, y) = wish.at;
    let width = text::width(&wish.text, wish.size_pt);
    let height = wish.size_pt * LINE_HEIGHT;
    let aside = wish.half_pt + GAP_PT + width / 2.0;
    let above = wish.half_pt + GAP_PT / 2.0 + height / 2.0;
    let middle = (wish.half_pt == 0.0).then_some((0.0, 0.0));
    let around = [
        (aside, 0.0),
        (-aside, 0.0),
        (0.0, above),
        (0.0, -above),
        (aside * 0.9, above),
        (aside * 0.9, -above),
        (-aside * 0.9, above),
        (-aside * 0.9, -above),
    ];
    middle
        .into_iter()
        .chain(around)
        .map(|(dx, dy)| Rect::around(x + dx, y + dy, width, height))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wish(text: &str, x: f64, y: f64) -> Wish {
        Wish {
            text: text.into(),
            at: (x, y),
            half_pt: 5.0,
            size_pt: 9.0,
            color: crate::tokens::PAPER,
            counts: true,
        }
    }

    #[test]
    fn the_first_label_sits_to_the_right_of_its_sign() {
        let frame = Rect::new(0.0, 0.0, 300.0, 200.0);
        let (placed, unplaced) = place(vec![wish("演练", 100.0, 100.0)], &frame, vec![]);
        assert_eq!((placed.len(), unplaced), (1, 0), "there is room");
        assert!(
            placed[0].rect.x > 105.0,
            "right of the sign: {:?}",
            placed[0].rect
        );
    }

    #[test]
    fn a_label_without_room_is_counted() {
        let frame = Rect::new(0.0, 0.0, 30.0, 20.0);
        let (placed, unplaced) = place(vec![wish("很长的演练名称", 15.0, 10.0)], &frame, vec![]);
        assert_eq!((placed.len(), unplaced), (0, 1), "no room, and it is said");
    }

    proptest! {
        #[test]
        fn placed_labels_never_overlap_and_stay_inside(
            points in proptest::collection::vec((0.0_f64..200.0, 0.0_f64..200.0), 0..60),
        ) {
            let frame = Rect::new(0.0, 0.0, 200.0, 200.0);
            let count = points.len();
            let wishes = points.into_iter().map(|(x, y)| wish("演练点", x, y)).collect();
            let (placed, unplaced) = place(wishes, &frame, vec![]);
            prop_assert_eq!(placed.len() + unplaced, count, "every label is placed or counted");
            for (index, one) in placed.iter().enumerate() {
                prop_assert!(frame.holds(&one.rect), "outside the frame");
                for other in &placed[..index] {
                    prop_assert!(!one.rect.overlaps(&other.rect), "two labels overlap");
                }
            }
        }
    }
}
