//! Invented English articles.

use crate::words::{Dice, Story};

/// What an English article is about: titles, and sentences that keep to the theme.
struct Theme {
    titles: [&'static str; 3],
    sentences: [&'static str; 9],
}

const THEMES: [Theme; 6] = [
    Theme {
        titles: [
            "Village Mill Grinds Again After Forty Years",
            "How an Old Mill Found New Millers",
            "The Mill That Waited for Water",
        ],
        sentences: [
            "The mill wheel turned for the first time since the spring flood of 1982.",
            "Its millstones were dressed by hand over a single winter.",
            "Farmers bring their wheat on Tuesdays and take flour home the same day.",
            "The miller says that the stones must never run dry.",
            "Water from the millpond is shared with the meadow below.",
            "A bag of flour costs as much as it does in the shop.",
            "The wheel had to be built anew, because the oak had rotted.",
            "Bakers in three towns now ask for the mill's rye flour.",
            "Nobody had expected that the sluice would hold.",
        ],
    },
    Theme {
        titles: [
            "Night Bus Brings Workers Home",
            "City Adds Late Buses on Six Routes",
            "Drivers Ask for Longer Breaks at the Depot",
        ],
        sentences: [
            "The last bus now leaves the depot at half past midnight.",
            "Nurses and cooks fill the seats on the way home from work.",
            "Drivers count the passengers at every stop along the route.",
            "The timetable was drawn up after a month of ticket records.",
            "Two stops were moved nearer to the factory gates.",
            "A night fare costs no more than a day fare.",
            "The bus company hired eleven drivers to run the late routes.",
            "Passengers had asked for the service since the trams were closed.",
            "Every bus carries a radio that reaches the depot.",
        ],
    },
    Theme {
        titles: [
            "Herons Return to the Restored Marsh",
            "Why the Marsh Needs a Dry Summer",
            "Volunteers Count Birds Before Dawn",
        ],
        sentences: [
            "Forty pairs of herons nested in the reeds this spring.",
            "The marsh was drained for pasture a hundred years ago.",
            "Volunteers count the birds before dawn and again at dusk.",
            "Reeds are cut in winter, when no bird is nesting.",
            "The old ditches were filled, and the water came back by itself.",
            "A dry summer lets the seeds of the rushes sprout in the mud.",
            "Otters have been seen beside the footbridge.",
            "Wardens ask walkers to keep their dogs away from the nests.",
            "The marsh stores the flood that used to fill the cellars.",
        ],
    },
    Theme {
        titles: [
            "Small Library Lends Tools and Seeds",
            "Reading Hours Move to the Market",
            "Librarians Repair What Readers Wear Out",
        ],
        sentences: [
            "The library lends saws, drills and a sewing machine beside its books.",
            "Readers bring back seeds in autumn, in envelopes with names on them.",
            "The librarian mends torn pages at a table by the window.",
            "Children come for the reading hour after the market has closed.",
            "Overdue books no longer cost a fine.",
            "The shelves were built from the benches of an old school.",
            "Half of the borrowers had never held a library card.",
            "A volunteer reads the newspaper aloud to those who cannot.",
            "New books are chosen by a vote of the readers.",
        ],
    },
    Theme {
        titles: [
            "Clinic on Wheels Reaches the Hill Farms",
            "Country Doctors Train Their Successors",
            "A Pharmacy Opens in the Post Office",
        ],
        sentences: [
            "The mobile clinic stops at nine farms every week.",
            "A nurse measures blood pressure in the kitchen of each house.",
            "The doctor sees patients over a video link from the hospital.",
            "Medicines are packed by the pharmacist and sent with the post.",
            "Young doctors spend a year with a country practice.",
            "Patients had to drive for two hours to see a dentist.",
            "The clinic keeps its vaccines in a refrigerator with its own battery.",
            "Most visits concern the heart, the lungs or the back.",
            "The hospital pays for the fuel, and the county for the nurse.",
        ],
    },
    Theme {
        titles: [
            "Shipyard Launches an Electric Ferry",
            "Apprentices Learn to Weld Under Water",
            "What the Harbour Owes Its Crane",
        ],
        sentences: [
            "The ferry left the slipway on a windless morning.",
            "Its batteries are charged at the pier while the cars drive on board.",
            "Welders worked on the hull in three shifts.",
            "The shipyard had built nothing but barges for a decade.",
            "Apprentices practise on plates that were cut from an old hull.",
            "The harbour crane can lift sixty tonnes, but not in a gale.",
            "A captain who tried the ferry called it as quiet as a sail.",
            "The engine room smells of paint instead of oil.",
            "Two more hulls lie on the stocks beside the crane.",
        ],
    },
];

const NAMES: [&str; 10] = [
    "John Miller",
    "Mary Baker",
    "Peter Stone",
    "Susan Carter",
    "Alan Field",
    "Grace Brook",
    "Henry Shaw",
    "Ruth Marlow",
    "Edward Finch",
    "Clara Dale",
];

/// The articles of an English issue.
pub(crate) fn stories(dice: &mut Dice) -> Vec<Story> {
    let first = dice.below(THEMES.len());
    let count = 4 + dice.below(3);
    let mut stories: Vec<Story> = Vec::new();
    for at in 0..count {
        let Some(theme) = THEMES.get((first + at) % THEMES.len()) else { continue };
        let mut story = Story { title: dice.pick(&theme.titles).to_owned(), ..Story::default() };
        story.authors = vec![dice.pick(&NAMES).to_owned()];
        story.section.push_str("Reports");
        for _ in 0..2 + dice.below(4) {
            let from = dice.below(theme.sentences.len());
            let sentences = theme.sentences.iter().cycle().skip(from).take(3 + dice.below(4));
            let paragraph = sentences.copied().collect::<Vec<_>>().join(" ");
            story.paragraphs.push((paragraph, false));
        }
        stories.push(story);
    }
    stories
}
