//! Chance that falls the same way each time: for invented desks, never for a secret.

/// xorshift64*: a dozen lines, and no library for it.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Begins anywhere but at nothing, from where it would never move.
    pub fn new(begin: u64) -> Self {
        Self(begin.max(1))
    }

    pub fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % most.max(1)
    }

    pub fn of<T: Copy>(&mut self, all: &[T]) -> T {
        // No list here is empty or longer than fits.
        all[self.below(all.len() as u64) as usize]
    }

    /// From `least` to `most`, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below(u64::try_from(most - least + 1).unwrap_or(1)) as i64
    }

    /// So many times in a hundred.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of them, each as often as its weight says.
    pub fn weighed<T: Copy>(&mut self, all: &[(u64, T)]) -> T {
        let mut left = self.below(all.iter().map(|(weight, _)| weight).sum());
        for (weight, one) in all {
            if left < *weight {
                return *one;
            }
            left -= weight;
        }
        all[0].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_is_the_same_each_time_and_stays_inside() {
        let (mut one, mut other) = (Dice::new(7), Dice::new(7));
        for _ in 0..200 {
            let drawn = one.between(-3, 4);
            assert_eq!(drawn, other.between(-3, 4));
            assert!((-3..=4).contains(&drawn));
        }
        let many = (0..1000).filter(|_| one.weighed(&[(9, true), (1, false)])).count();
        assert!((800..1000).contains(&many), "{many}");
    }
}
