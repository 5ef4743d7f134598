//! Changes with problems, and agents that find some of them.

#[path = "../support/random.rs"]
mod random;

pub use random::Random;

/// What changes are like.
#[derive(Clone, Copy)]
pub struct World {
    /// Added to every chance, on the scale of logits: below 0 all is harder.
    pub ease: f64,
    /// How many times 8 problems a change has on average.
    pub size: usize,
    /// How much shares fall with the size of a change.
    pub slope: f64,
    /// Standard deviation between changes, between changes for one agent, and between problems.
    pub spread: [f64; 3],
}

pub const WORLD: World = World { ease: 0.0, size: 1, slope: 0.3, spread: [0.5, 0.4, 1.0] };

/// A change: of each problem that is known who of the panel found it, and of each that is not that nobody did.
pub struct Change {
    pub found: Vec<Vec<bool>>,
}

impl Change {
    pub fn draw(world: &World, abilities: &[f64], random: &mut Random) -> Self {
        let problems = (0..world.size).map(|_| random.problems()).sum::<usize>();
        let of_all = world.ease + world.spread[0] * random.normal() - world.slope * (problems as f64 / 8.0).ln();
        let of_agents: Vec<f64> =
            abilities.iter().map(|own| own + of_all + world.spread[1] * random.normal()).collect();
        let mut problem = || {
            let ease = world.spread[2] * random.normal();
            of_agents.iter().map(|own| random.chance(1.0 / (1.0 + (-own - ease).exp()))).collect()
        };
        Self { found: (0..problems).map(|_| problem()).collect() }
    }

    /// What the archive knows of.
    pub fn known(&self) -> impl Iterator<Item = &Vec<bool>> {
        self.found.iter().filter(|by| by.contains(&true))
    }
}

impl Random {
    pub fn chance(&mut self, chance: f64) -> bool {
        self.share() < chance
    }

    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A position below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from((u128::from(self.next()) * end as u128) >> 64).expect("below `end`")
    }

    /// Box & Muller (1958).
    pub fn normal(&mut self) -> f64 {
        let (one, two) = (1.0 - self.share(), self.share());
        (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * two).cos()
    }

    /// 1 and two geometric numbers of mean 3.5: most changes are small, some are large.
    fn problems(&mut self) -> usize {
        let mut problems = 1;
        for _ in 0..2 {
            while self.chance(3.5 / 4.5) {
                problems += 1;
            }
        }
        problems
    }
}
